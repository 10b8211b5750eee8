using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Jobs;

/// <summary>Walk one more slice of the Trash and send its files as <see cref="PurgeBatchJob"/>s.</summary>
public sealed record PlanSweepJob(TenantId Tenant, SpaceId? Space, SweepId Sweep, PurgeCause Cause = PurgeCause.Sweep) : ITenantJob
{
    public const string Queue = "sweeps";
    static string IJob.QueueName => Queue;
}
