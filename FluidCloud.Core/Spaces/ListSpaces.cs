using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Spaces;

/// <summary>The spaces of a tenant, oldest first. The first call ever makes the default one.</summary>
public sealed class ListSpaces(IMetadataStore metadata, CreateSpace create)
{
    public async Task<Listing<Space>> Run(TenantId tenant, ListingPage page, CancellationToken cancel)
    {
        await create.EnsureDefault(tenant, cancel);
        return await metadata.List(Partitions.Of(tenant), limit => new SpacesByAge(limit), page, SpacesByAge.Behind, cancel);
    }
}
