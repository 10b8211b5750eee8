using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Tombstones;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Sweeps;

/// <summary>
/// Starts a sweep for a tenant whose Trash holds something older than its retention. The sweep runs like any other, except
/// that each step first checks <see cref="ConfirmSweep"/>. A restore of the metadata puts files in Trash again that were
/// restored from Trash meanwhile, so after it the retention begins anew.
/// </summary>
public sealed partial class EnforceRetention(
    IMetadataStore metadata, StoreMarks marks, StartSweep start, TimeProvider time, ILogger<EnforceRetention> log) : ITenantVisit
{
    /// <summary>Added to the retention, so that an instance whose clock is slow does not find the sweep premature.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    public TenantVisit Visit => TenantVisit.Retention;

    public async Task Run(TenantId tenant, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        if (await metadata.Read<Tenant>(partition, Tenant.OnlyId, cancel) is not { TrashRetention: { } retention })
            return;
        var now = time.GetUtcNow();
        if (now - (await marks.Read(cancel)).RestoredAt < retention)
            return;
        var cutOff = now - retention - Margin;
        if ((await metadata.Query(partition, new FilesTrashedUpTo(Space: null, cutOff, Limit: 1), cancel)).Items.Count == 0
            && (await metadata.Query(partition, new FoldersTrashedUpTo(Space: null, cutOff, Limit: 1), cancel)).Items.Count == 0)
            return;
        var sweep = await start.Run(Sweep.New(tenant, space: null, PurgeCause.Retention, cutOff, now), cancel);
        LogStarted(log, tenant, sweep.SweepId);
    }

    [LoggerMessage(2004, LogLevel.Information, "Retention: sweep {Sweep} purges expired Trash of tenant {Tenant}")]
    private static partial void LogStarted(ILogger log, TenantId tenant, SweepId sweep);
}
