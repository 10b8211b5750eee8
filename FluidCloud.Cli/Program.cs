using System.CommandLine;
using System.CommandLine.Help;
using FluidCloud.Adapters.Sqlite;
using FluidCloud.Cli;
using FluidCloud.Cli.Admin;
using FluidCloud.Cli.Demo;
using FluidCloud.Functions.Settings;
using FluidCloud.Local.Hosting;

// Not a RootCommand, which is named after the assembly: users know the program as ./run.
var run = new Command("./run", "FluidCloud on one machine: the API, its jobs and its storage.") { new HelpOption() };
StoreOptions.Configure(run);
ServeCommand.Configure(run);
run.Subcommands.Add(DemoCommand.Build());
run.Subcommands.Add(AdminCommand.Build(StoreOptions.Metadata));

try
{
    return await run.Parse(args).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromSeconds(30), // On Ctrl-C, running jobs are finished.
    });
}
catch (Exception e) when (e is LocalHostException or SettingsException or MetadataFileException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
