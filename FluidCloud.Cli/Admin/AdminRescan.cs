using System.CommandLine;
using FluidCloud.Core;
using FluidCloud.Core.Rescans;
using FluidCloud.Core.Tenants;
using FluidCloud.Local.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Cli.Admin;

/// <summary><c>./run admin rescan</c>: has clean files scanned again, in the background, by the host.</summary>
internal static class AdminRescan
{
    public static Command Build(Func<ParseResult, MetadataPlace> metadata)
    {
        var tenant = new Option<string?>("--tenant") { Description = "The id of the tenant." };
        var all = new Option<bool>("--all") { Description = "All tenants." };
        var since = new Option<string>("--since") { Required = true, Description = "Only files uploaded since then: 2026-11-01, or 2026-11-01T09:30:00Z (UTC)." };
        var command = new Command("rescan", "Scans clean files again. Infected files are quarantined and their links revoked.") { tenant, all, since };
        command.Do(metadata, async (arguments, services, cancel) =>
        {
            var time = AdminCommand.ParseTime("--since", arguments.GetValue(since)!);
            var count = 0;
            await foreach (var id in Tenants(arguments.GetValue(tenant), arguments.GetValue(all), services, cancel))
            {
                await services.GetRequiredService<StartRescan>().Run(id, time, cancel);
                count++;
            }
            await arguments.Remarks().WriteLineAsync($"The files of {count} tenants will be scanned again in the background.");
        });
        return command;
    }

    private static IAsyncEnumerable<TenantId> Tenants(string? tenant, bool all, IServiceProvider services, CancellationToken cancel) => (tenant, all) switch
    {
        (null, true) => services.GetRequiredService<ListTenants>().Run(cancel).Select(found => found.TenantId),
        ({ } id, false) => new[] { Id.Parse<TenantId>(id, "--tenant") }.ToAsyncEnumerable(),
        _ => throw Errors.Invalid("--tenant", "either one tenant or --all must be given"),
    };
}
