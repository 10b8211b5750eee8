namespace FluidCloud.Core.Jobs;

/// <summary>Take the next steps of the erasure of an app or a tenant, which a document of the tenant describes.</summary>
public sealed record EraseJob(TenantId Tenant) : ITenantJob
{
    public const string Queue = "erasures";
    static string IJob.QueueName => Queue;
}
