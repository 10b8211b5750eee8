namespace FluidCloud.Core.Jobs;

/// <summary>Scan the bytes of a file again that was clean. In a queue of its own, so that uploads do not wait for it.</summary>
public sealed record RescanJob(TenantId Tenant, FileId File) : ITenantJob
{
    public const string Queue = "rescans";
    static string IJob.QueueName => Queue;
}
