using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Tenants;

/// <summary>Finds a tenant by its id.</summary>
public sealed class FindTenant(IMetadataStore metadata)
{
    /// <exception cref="FluidCloudException">404 when there is no such tenant.</exception>
    public async Task<Tenant> Run(TenantId id, CancellationToken cancel) =>
        await metadata.Read<Tenant>(Partitions.Of(id), Tenant.OnlyId, cancel) ?? throw Errors.TenantNotFound();
}
