namespace FluidCloud.Core.Metadata;

/// <summary>
/// Names all partitions, in one place, so that a tenant with more than 20 GB of metadata can be split later (docs/adr/0002).
/// </summary>
public static class Partitions
{
    /// <summary>All documents of a tenant, so that one commit can change them together.</summary>
    public static string Of(TenantId tenant) => tenant.ToString();

    /// <summary>The list of all tenants.</summary>
    public const string TenantDirectory = "tenants";

    /// <summary>What is the deployment's and no tenant's.</summary>
    public const string Deployment = "deployment";

    /// <summary>What owners did. It is no tenant's, and outlives the tenants that it names.</summary>
    public const string OwnerLog = "owner-log";

    /// <summary>The partition of an API key, found by the SHA-256 of the key before its tenant is known.</summary>
    public static string OfApiKey(string sha256) => "key:" + sha256;

    /// <summary>What an API key has used of its rate limits: counting never waits for the tenant's commits.</summary>
    public static string OfRateWindows(string keyId) => "rate:" + keyId;
}
