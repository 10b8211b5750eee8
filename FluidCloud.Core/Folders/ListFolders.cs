using FluidCloud.Core.Metadata;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Folders;

/// <summary>The folders of the root of a space, of a folder, or of the Trash, ordered by name.</summary>
public sealed class ListFolders(FindFolder find, IMetadataStore metadata)
{
    /// <param name="parent">null for the root of the space. One that is in Trash shows nothing.</param>
    /// <exception cref="FluidCloudException">404 when the space has no such folder, or the tenant no such space.</exception>
    public async Task<Listing<Folder>> OfSpace(TenantId tenant, SpaceId space, FolderId? parent, ListingPage page, CancellationToken cancel)
    {
        _ = await metadata.Read<Space>(Partitions.Of(tenant), space.ToString(), cancel) ?? throw Errors.SpaceNotFound();
        return await find.Shows(tenant, space, parent, cancel)
            ? await List(tenant, ListingKey.Of(space, parent), page, cancel)
            : new(AsyncEnumerable.Empty<Folder>(), Next: null);
    }

    /// <summary>What was trashed on its own in any space; what went with a folder above it is not listed (statement 118).</summary>
    public Task<Listing<Folder>> OfTrash(TenantId tenant, ListingPage page, CancellationToken cancel) =>
        List(tenant, ListingKey.Trash, page, cancel);

    private Task<Listing<Folder>> List(TenantId tenant, string listing, ListingPage page, CancellationToken cancel) =>
        metadata.List(Partitions.Of(tenant), limit => new FoldersByName(listing, limit), page, FoldersByName.Behind, cancel);
}
