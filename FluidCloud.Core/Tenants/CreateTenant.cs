using System.ComponentModel.DataAnnotations;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Tenants;

/// <summary>Creates a tenant with its storage quota.</summary>
public sealed class CreateTenant(IMetadataStore metadata, TimeProvider time)
{
    /// <remarks>
    /// The tenant's directory entry is written first, so every tenant is listed. An interruption leaves an entry without a
    /// tenant, which <see cref="ListTenants"/> skips.
    /// </remarks>
    /// <exception cref="ValidationException">A limit is out of its range.</exception>
    public async Task<Tenant> Run(string name, TenantLimits limits, CancellationToken cancel)
    {
        Validator.ValidateObject(limits, new(limits), validateAllProperties: true);
        var tenant = new Tenant
        {
            Id = Tenant.OnlyId,
            TenantId = Id.New<TenantId>(),
            Name = Names.Validate(name, "name", maxCharacters: 200),
            BytesLimit = limits.Bytes,
            LinksLimit = limits.Links,
            MonthlyCallsLimit = limits.MonthlyCalls,
            CreatedAt = time.GetUtcNow(),
        };
        await metadata.Commit(Partitions.TenantDirectory, [Change.Create(TenantEntry.Of(tenant))], cancel);
        await metadata.Commit(Partitions.Of(tenant.TenantId), [Change.Create(tenant), Change.Create(Usage.Empty(space: null))], cancel);
        return tenant;
    }
}
