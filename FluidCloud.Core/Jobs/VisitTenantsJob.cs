namespace FluidCloud.Core.Jobs;

/// <summary>Run a periodic task for every tenant of a slice.</summary>
/// <param name="Prefix">The id prefix of the slice; "" for every tenant.</param>
public sealed record VisitTenantsJob(TenantVisit Visit, string Prefix = "") : IJob
{
    public const string Queue = "tenants";
    static string IJob.QueueName => Queue;
}

/// <summary>The tasks that run periodically for every tenant.</summary>
public enum TenantVisit
{
    /// <summary>Purge what has been in Trash for longer than the tenant's retention.</summary>
    Retention,

    /// <summary>Compare records with blobs and counters.</summary>
    Audit,

    /// <summary>Write down what the tenant uses on this day.</summary>
    Usage,
}
