using System.CommandLine;
using System.Globalization;
using FluidCloud.Core;
using FluidCloud.Local.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Cli.Admin;

/// <summary>
/// <c>./run admin</c>: manages tenants and keys directly in the metadata store, whether or not a host runs. Results go to
/// standard output, messages to standard error.
/// </summary>
internal static class AdminCommand
{
    /// <param name="metadata">Finds the metadata store from the command line.</param>
    public static Command Build(Func<ParseResult, MetadataPlace> metadata)
    {
        var admin = new Command("admin", "Manage tenants and API keys, rescan files, recover from a restore, and check an erasure log.");
        admin.Subcommands.Add(AdminTenants.Build(metadata));
        admin.Subcommands.Add(AdminKeys.Build(metadata));
        admin.Subcommands.Add(AdminRescan.Build(metadata));
        admin.Subcommands.Add(AdminRecovery.BuildReplay(metadata));
        admin.Subcommands.Add(AdminRecovery.BuildEraseUnknown(metadata));
        admin.Subcommands.Add(AdminVerify.BuildVerify());
        admin.Subcommands.Add(AdminVerify.BuildWatch());
        return admin;
    }

    /// <summary>Runs an action with the use cases. A FluidCloud error prints one line and exits with code 1.</summary>
    public static void Do(
        this Command command, Func<ParseResult, MetadataPlace> metadata, Func<ParseResult, IServiceProvider, CancellationToken, Task> action) =>
        command.SetAction(async (arguments, cancel) =>
        {
            var place = metadata(arguments);
            await using var services = place.AddTo(new ServiceCollection().AddLogging().AddFluidCloud()).BuildServiceProvider();
            await place.Prepare(services, cancel);
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

    /// <exception cref="FluidCloudException">The text is not a time.</exception>
    public static DateTimeOffset ParseTime(string option, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw Errors.Invalid(option, $"'{text}' is not a time");

    public static TextWriter Output(this ParseResult arguments) => arguments.InvocationConfiguration.Output;

    public static TextWriter Remarks(this ParseResult arguments) => arguments.InvocationConfiguration.Error;
}
