using System.CommandLine;
using FluidCloud.Core;
using FluidCloud.Core.Metadata;
using FluidCloud.Local.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Local.Commands;

/// <summary>
/// <c>./run admin</c>: tenants, their keys and receipts, straight in the metadata file, whether the host runs or not. What a script
/// wants goes to standard output, everything said about it to standard error.
/// </summary>
internal static class AdminCommand
{
    /// <param name="dataFolder">null takes the one of this machine.</param>
    public static Command Build(string? dataFolder = null)
    {
        var admin = new Command("admin", "Tenants, API keys, erasure receipts.");
        admin.Subcommands.Add(AdminTenants.Build(dataFolder));
        admin.Subcommands.Add(AdminKeys.Build(dataFolder));
        admin.Subcommands.Add(AdminReceipts.Build(dataFolder));
        return admin;
    }

    /// <summary>Runs with the use cases at hand. An outcome that stops one is said in a line, and is exit code 1.</summary>
    public static void Do(this Command command, string? dataFolder, Func<ParseResult, IServiceProvider, CancellationToken, Task> action) =>
        command.SetAction(async (arguments, cancel) =>
        {
            using var metadata = new SqliteMetadataStore(new DataDirectory(dataFolder).MetadataFile);
            await using var services = new ServiceCollection().AddLogging().AddFluidCloud()
                .AddSingleton<IMetadataStore>(metadata).BuildServiceProvider();
            try
            {
                await action(arguments, services, cancel);
                return 0;
            }
            catch (FluidCloudException e)
            {
                await arguments.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                return 1;
            }
        });

    public static TextWriter Output(this ParseResult arguments) => arguments.InvocationConfiguration.Output;

    public static TextWriter Remarks(this ParseResult arguments) => arguments.InvocationConfiguration.Error;
}
