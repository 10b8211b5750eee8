using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Core.Tenants;

/// <summary>What a tenant may use. <see cref="Tenant.Unlimited"/> where nothing is said.</summary>
public sealed record TenantLimits
{
    private const double Most = 1L << 53; // Exact in every store.

    /// <summary>The storage pool.</summary>
    [Range(Tenant.Unlimited, Most)]
    public long Bytes { get; init; } = Tenant.Unlimited;

    /// <summary>Expiring links at a time.</summary>
    [Range(Tenant.Unlimited, Most)]
    public long Links { get; init; } = Tenant.Unlimited;

    [Range(Tenant.Unlimited, Most)]
    public long MonthlyCalls { get; init; } = Tenant.Unlimited;
}
