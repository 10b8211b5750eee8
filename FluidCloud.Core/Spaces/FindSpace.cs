using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Spaces;

/// <summary>One space.</summary>
public sealed class FindSpace(IMetadataStore metadata, CreateSpace create)
{
    /// <exception cref="FluidCloudException">404: not there, or another tenant's.</exception>
    public async Task<Space> Run(TenantId tenant, SpaceId id, CancellationToken cancel) =>
        await metadata.Read<Space>(Partitions.Of(tenant), id.ToString(), cancel) ?? throw Errors.SpaceNotFound();

    /// <summary>Where an API without spaces puts its files: the default space, until the tenant deletes it.</summary>
    /// <exception cref="FluidCloudException">404: the tenant has deleted every space.</exception>
    public async Task<Space> Oldest(TenantId tenant, CancellationToken cancel)
    {
        await create.EnsureDefault(tenant, cancel);
        var page = await metadata.Query(Partitions.Of(tenant), new SpacesByAge(Limit: 1), cancel);
        return page.Items is [var space] ? space : throw Errors.SpaceNotFound();
    }
}
