
namespace FluidCloud.Core.Jobs;

/// <summary>The queues that must exist.</summary>
public static class JobQueues
{
    public static readonly IReadOnlyList<string> All =
    [
        ScanJob.Queue, RescanJob.Queue, ImportJob.Queue, PlanSweepJob.Queue, PurgeBatchJob.Queue, PurgeFolderJob.Queue,
        AuditTenantJob.Queue, VisitTenantsJob.Queue,
    ];

    /// <summary>Where the host puts messages that failed too often.</summary>
    public static string PoisonOf(string queue) => queue + "-poison";
}
