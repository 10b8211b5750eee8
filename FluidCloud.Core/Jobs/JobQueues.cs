
namespace FluidCloud.Core.Jobs;

/// <summary>All queues of the product. They must exist before it starts.</summary>
public static class JobQueues
{
    public static readonly IReadOnlyList<string> All =
    [
        ScanJob.Queue, RescanJob.Queue, ImportJob.Queue, PlanSweepJob.Queue, PurgeBatchJob.Queue, PurgeFolderJob.Queue,
        AuditTenantJob.Queue, VisitTenantsJob.Queue, EraseJob.Queue,
    ];

    /// <summary>The poison queue, to which the host moves messages that failed too often.</summary>
    public static string PoisonOf(string queue) => queue + "-poison";
}
