namespace FluidCloud.Core.Jobs;

/// <summary>Hold a tenant's records against its blobs.</summary>
/// <param name="Part">The beginning of the ids that are next; null begins.</param>
/// <param name="Sums">Of the parts before; null begins.</param>
public sealed record AuditTenantJob(TenantId Tenant, string? Part = null, AuditSums? Sums = null) : ITenantJob
{
    public const string Queue = "audits";
    static string IJob.QueueName => Queue;
}

/// <summary>What the records of a tenant add up to, so far.</summary>
/// <param name="Version">Of the counters when the audit began: any change since makes the sums worthless.</param>
public sealed record AuditSums(string Version, long Files = 0, long Bytes = 0, long TrashFiles = 0, long TrashBytes = 0);
