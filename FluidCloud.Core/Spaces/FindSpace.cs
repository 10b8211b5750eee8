using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Spaces;

/// <summary>One space.</summary>
public sealed class FindSpace(IMetadataStore metadata, CreateSpace create)
{
    /// <exception cref="FluidCloudException">404: no such space, or another tenant's.</exception>
    public async Task<Space> Run(Reach reach, SpaceId id, CancellationToken cancel) =>
        reach.Covers(id) && await metadata.Read<Space>(Partitions.Of(reach.Tenant), id.ToString(), cancel) is { } space
            ? space
            : throw Errors.SpaceNotFound();

    /// <summary>Where an API without spaces puts its files: the default space, until the tenant deletes it; the first of a key that is narrowed to some.</summary>
    /// <exception cref="FluidCloudException">404: the tenant has deleted every space.</exception>
    public async Task<Space> Oldest(Reach reach, CancellationToken cancel)
    {
        var tenant = reach.Tenant;
        if (reach.Spaces is [var first, ..])
            return await Run(reach, first, cancel);
        await create.EnsureDefault(tenant, cancel);
        var page = await metadata.Query(Partitions.Of(tenant), new SpacesByAge(Limit: 1), cancel);
        return page.Items is [var space] ? space : throw Errors.SpaceNotFound();
    }
}
