using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Core.Tenants;

/// <summary>The limits of a tenant; <see cref="Tenant.Unlimited"/> by default.</summary>
public sealed record TenantLimits
{
    private const double Most = 1L << 53; // The largest integer that every store keeps exactly.

    /// <summary>The storage quota, in bytes.</summary>
    [Range(Tenant.Unlimited, Most)]
    public long Bytes { get; init; } = Tenant.Unlimited;

    /// <summary>Expiring links that may exist at once.</summary>
    [Range(Tenant.Unlimited, Most)]
    public long Links { get; init; } = Tenant.Unlimited;

    [Range(Tenant.Unlimited, Most)]
    public long MonthlyCalls { get; init; } = Tenant.Unlimited;
}
