using FluidCloud.Core.Metadata;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Folders;

/// <summary>The folders of the root of a space, of a folder, or of the Trash, ordered by name.</summary>
public sealed class ListFolders(FindFolder find, IMetadataStore metadata)
{
    private const int PageSize = 500;

    /// <param name="parent">null for the root of the space. One that is in Trash shows nothing.</param>
    /// <exception cref="FluidCloudException">404 when the space has no such folder, or the tenant no such space.</exception>
    public async Task<IAsyncEnumerable<Folder>> OfSpace(TenantId tenant, SpaceId space, FolderId? parent, CancellationToken cancel)
    {
        _ = await metadata.Read<Space>(Partitions.Of(tenant), space.ToString(), cancel) ?? throw Errors.SpaceNotFound();
        return await find.Shows(tenant, space, parent, cancel)
            ? Every(tenant, Files.FileItem.ListingOf(space, parent), cancel)
            : AsyncEnumerable.Empty<Folder>();
    }

    /// <summary>What was trashed on its own in any space; what went with a folder above it is not listed (statement 118).</summary>
    public IAsyncEnumerable<Folder> OfTrash(TenantId tenant, CancellationToken cancel) =>
        Every(tenant, Files.FileItem.TrashListing, cancel);

    private IAsyncEnumerable<Folder> Every(TenantId tenant, string listing, CancellationToken cancel) =>
        metadata.QueryEvery(Partitions.Of(tenant), new FoldersByName(listing, PageSize), cancel);
}
