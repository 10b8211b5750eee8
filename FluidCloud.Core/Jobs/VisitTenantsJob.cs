namespace FluidCloud.Core.Jobs;

/// <summary>Do something for every tenant of a slice.</summary>
/// <param name="Prefix">How the ids of the slice begin; "" is every tenant.</param>
public sealed record VisitTenantsJob(TenantVisit Visit, string Prefix = "") : IJob
{
    public const string Queue = "tenants";
    static string IJob.QueueName => Queue;
}

/// <summary>What is done for every tenant from time to time.</summary>
public enum TenantVisit
{
    /// <summary>Purge what was in Trash for too long.</summary>
    Retention,

    /// <summary>Hold records against blobs and counters.</summary>
    Audit,
}
