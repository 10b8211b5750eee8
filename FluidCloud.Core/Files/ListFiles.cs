using FluidCloud.Core.Metadata;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Files;

/// <summary>The files of the root of a space, of a folder, or of the Trash, ordered by name.</summary>
public sealed class ListFiles(IMetadataStore metadata)
{
    /// <summary>A page that is read ahead of the listing.</summary>
    private const int PageSize = 500;

    /// <exception cref="FluidCloudException">404 when the space is not the tenant's.</exception>
    public async Task<IAsyncEnumerable<FileItem>> OfSpace(
        TenantId tenant, SpaceId space, FolderId? folder, FileStatus? status, string? app, CancellationToken cancel)
    {
        _ = await metadata.Read<Space>(Partitions.Of(tenant), space.ToString(), cancel) ?? throw Errors.SpaceNotFound();
        return Every(tenant, FileItem.ListingOf(space, folder), status, app, cancel);
    }

    /// <summary>What was trashed on its own in any space; what went with its folder is not listed (statements 115, 118).</summary>
    public IAsyncEnumerable<FileItem> OfTrash(TenantId tenant, FileStatus? status, string? app, CancellationToken cancel) =>
        Every(tenant, FileItem.TrashListing, status, app, cancel);

    private IAsyncEnumerable<FileItem> Every(
        TenantId tenant, string listing, FileStatus? status, string? app, CancellationToken cancel) =>
        metadata.QueryEvery(Partitions.Of(tenant), new FilesByName(listing, status, app, PageSize), cancel);
}
