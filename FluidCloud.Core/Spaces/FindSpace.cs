using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Spaces;

/// <summary>One space.</summary>
public sealed class FindSpace(IMetadataStore metadata)
{
    /// <exception cref="FluidCloudException">404: not there, or another tenant's.</exception>
    public async Task<Space> Run(TenantId tenant, SpaceId id, CancellationToken cancel) =>
        await metadata.Read<Space>(Partitions.Of(tenant), id.ToString(), cancel) ?? throw Errors.SpaceNotFound();
}
