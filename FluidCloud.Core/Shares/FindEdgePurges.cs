using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>The files whose dead links the edge has not been told to forget yet; usually none, and never for long.</summary>
public sealed class FindEdgePurges(IMetadataStore metadata, IEdgeCache edge)
{
    private const int PageSize = 500;

    public async Task<IReadOnlySet<FileId>> Run(TenantId tenant, CancellationToken cancel) => edge.HoldsLinks
        ? await metadata.QueryEvery(Partitions.Of(tenant), new EdgePurgesOfTenant(PageSize), cancel)
            .Where(purge => purge.FileId is not null).Select(purge => purge.FileId!.Value).ToHashSetAsync(cancellationToken: cancel)
        : new HashSet<FileId>();
}
