namespace FluidCloud.Core.Jobs;

/// <summary>Compare a tenant's records with its blobs.</summary>
/// <param name="Part">The id prefix to audit next; null for the first job of an audit.</param>
/// <param name="Sums">The sums of the parts before; null for the first job.</param>
public sealed record AuditTenantJob(TenantId Tenant, string? Part = null, AuditSums? Sums = null) : ITenantJob
{
    public const string Queue = "audits";
    static string IJob.QueueName => Queue;
}

/// <summary>Running totals of a tenant's records.</summary>
/// <param name="Version">The ETag of the counters when the audit began. Any change since invalidates the sums.</param>
public sealed record AuditSums(string Version, long Files = 0, long Bytes = 0, long TrashFiles = 0, long TrashBytes = 0);
