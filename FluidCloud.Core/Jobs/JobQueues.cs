
namespace FluidCloud.Core.Jobs;

/// <summary>The queues that must exist.</summary>
public static class JobQueues
{
    public static readonly IReadOnlyList<string> All = [ScanJob.Queue, RescanJob.Queue, ImportJob.Queue, PlanSweepJob.Queue, PurgeBatchJob.Queue, PurgeFolderJob.Queue, AuditTenantJob.Queue];
}
