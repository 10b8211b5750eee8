namespace FluidCloud.Core.Metadata;

/// <summary>The one place that names partitions, so that a tenant beyond 20 GB of metadata can be spread later (docs/adr/0002).</summary>
public static class Partitions
{
    /// <summary>All documents of a tenant: they change together.</summary>
    public static string Of(TenantId tenant) => tenant.ToString();

    /// <summary>Which tenants there are.</summary>
    public const string TenantDirectory = "tenants";

    /// <summary>An API key, found by the SHA-256 of its text before its tenant is known.</summary>
    public static string OfApiKey(string sha256) => "key:" + sha256;

    /// <summary>What an API key has used of its rate limits: counting never waits for the tenant's commits.</summary>
    public static string OfRateWindows(string keyId) => "rate:" + keyId;
}
