using System.CommandLine;
using FluidCloud.Cli;
using FluidCloud.Cli.Admin;
using FluidCloud.Cli.Demo;
using FluidCloud.Functions.Settings;
using FluidCloud.Local.Hosting;

var root = new RootCommand("FluidCloud on one machine: the API, its jobs and its storage.");
MetadataOptions.Configure(root);
ServeCommand.Configure(root);
root.Subcommands.Add(DemoCommand.Build());
root.Subcommands.Add(AdminCommand.Build(MetadataOptions.Metadata));

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromSeconds(30), // Ctrl-C: jobs in work are finished.
    });
}
catch (Exception e) when (e is LocalHostException or SettingsException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
