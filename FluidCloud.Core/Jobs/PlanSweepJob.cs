using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Jobs;

/// <summary>
/// Enqueue the next slice of Trash: its files as <see cref="PurgeBatchJob"/>s, its folders as <see cref="PurgeFolderJob"/>s.
/// </summary>
public sealed record PlanSweepJob(TenantId Tenant, SpaceId? Space, SweepId Sweep, PurgeCause Cause = PurgeCause.Sweep) : ITenantJob
{
    public const string Queue = "sweeps";
    static string IJob.QueueName => Queue;
}
