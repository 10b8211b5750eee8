namespace FluidCloud.Core.Jobs;

/// <summary>Scan the bytes of a file.</summary>
public sealed record ScanJob(TenantId Tenant, FileId File) : IJob
{
    public const string Queue = "scans";
    static string IJob.QueueName => Queue;
}
