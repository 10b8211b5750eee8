namespace FluidCloud.Core.Jobs;

/// <summary>Scan the bytes of a file.</summary>
/// <param name="Waits">How often the job has found that an asynchronous scanner had no verdict yet.</param>
public sealed record ScanJob(TenantId Tenant, FileId File, int Waits = 0) : ITenantJob
{
    public const string Queue = "scans";
    static string IJob.QueueName => Queue;
}
