namespace FluidCloud.Core.Jobs;

/// <summary>Scan a clean file again. It has its own queue so that new uploads do not wait for it.</summary>
public sealed record RescanJob(TenantId Tenant, FileId File) : ITenantJob
{
    public const string Queue = "rescans";
    static string IJob.QueueName => Queue;
}
