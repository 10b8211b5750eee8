using System.CommandLine;
using FluidCloud.Local.Commands;
using FluidCloud.Local.Hosting;

var root = new RootCommand("FluidCloud on one machine: the API, its jobs and its storage.");
ServeCommand.Configure(root);
root.Subcommands.Add(DemoCommand.Build());
root.Subcommands.Add(AdminCommand.Build());

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromSeconds(30), // Ctrl-C: jobs in work are finished.
    });
}
catch (LocalHostException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
