using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Spaces;

/// <summary>The spaces of a tenant, oldest first. The first call ever makes the default one.</summary>
public sealed class ListSpaces(IMetadataStore metadata, CreateSpace create)
{
    public async Task<IReadOnlyList<Space>> Run(TenantId tenant, CancellationToken cancel)
    {
        await create.EnsureDefault(tenant, cancel);
        return await metadata.QueryEvery(Partitions.Of(tenant), new SpacesByAge(Limit: 1000), cancel).ToListAsync(cancel);
    }
}
