using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Spaces;

/// <summary>Lists the spaces of a tenant, oldest first. The first call creates the default space.</summary>
public sealed class ListSpaces(IMetadataStore metadata, CreateSpace create)
{
    public async Task<Listing<Space>> Run(Reach reach, ListingPage page, CancellationToken cancel)
    {
        await create.EnsureDefault(reach.Tenant, cancel);
        return await metadata.List(
            Partitions.Of(reach.Tenant), limit => new SpacesByAge(limit), page, SpacesByAge.Behind, cancel,
            reach.Spaces.Count == 0 ? null : (space, _) => ValueTask.FromResult(reach.Covers(Id.Parse<SpaceId>(space.Id))));
    }
}
