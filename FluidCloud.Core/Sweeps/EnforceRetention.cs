using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Tombstones;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Sweeps;

/// <summary>
/// Starts a sweep for a tenant that has something in Trash for longer than it keeps what is there. From then on it is
/// a sweep like any other, but for <see cref="ConfirmSweep"/>, which each of its steps asks.
/// </summary>
public sealed partial class EnforceRetention(
    IMetadataStore metadata, StartSweep start, TimeProvider time, ILogger<EnforceRetention> log) : ITenantVisit
{
    /// <summary>Later than asked for: to an instance whose clock is behind it must not seem too early.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    public TenantVisit Visit => TenantVisit.Retention;

    public async Task Run(TenantId tenant, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        if (await metadata.Read<Tenant>(partition, Tenant.OnlyId, cancel) is not { TrashRetention: { } retention })
            return;
        var now = time.GetUtcNow();
        var cutOff = now - retention - Margin;
        if ((await metadata.Query(partition, new FilesTrashedUpTo(Space: null, cutOff, Limit: 1), cancel)).Items.Count == 0
            && (await metadata.Query(partition, new FoldersTrashedUpTo(Space: null, cutOff, Limit: 1), cancel)).Items.Count == 0)
            return;
        var sweep = await start.Run(Sweep.New(tenant, space: null, PurgeCause.Retention, cutOff, now), cancel);
        LogStarted(log, tenant, sweep.SweepId);
    }

    [LoggerMessage(2004, LogLevel.Information, "Retention: sweep {Sweep} purges what tenant {Tenant} has in Trash for too long")]
    private static partial void LogStarted(ILogger log, TenantId tenant, SweepId sweep);
}
