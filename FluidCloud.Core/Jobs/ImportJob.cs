namespace FluidCloud.Core.Jobs;

/// <summary>Download the bytes of an import from its source URL.</summary>
public sealed record ImportJob(TenantId Tenant, FileId File) : ITenantJob
{
    public const string Queue = "imports";
    static string IJob.QueueName => Queue;
}
