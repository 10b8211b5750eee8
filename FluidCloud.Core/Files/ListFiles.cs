using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Files;

/// <summary>The files of the root of a space, of a folder, or of the Trash, ordered by name.</summary>
public sealed class ListFiles(FindFolder folders, IMetadataStore metadata)
{
    /// <param name="folder">null for the root of the space. One that is in Trash shows nothing.</param>
    /// <exception cref="FluidCloudException">404 when the space is not the tenant's, or has no such folder.</exception>
    public async Task<Listing<FileItem>> OfSpace(
        TenantId tenant, SpaceId space, FolderId? folder, FileStatus? status, string? app, ListingPage page, CancellationToken cancel)
    {
        _ = await metadata.Read<Space>(Partitions.Of(tenant), space.ToString(), cancel) ?? throw Errors.SpaceNotFound();
        return await folders.Shows(tenant, space, folder, cancel)
            ? await List(tenant, ListingKey.Of(space, folder), status, app, page, cancel)
            : new(AsyncEnumerable.Empty<FileItem>(), Next: null);
    }

    /// <summary>What was trashed on its own in any space; what went with its folder is not listed (statements 115, 118).</summary>
    public Task<Listing<FileItem>> OfTrash(TenantId tenant, FileStatus? status, string? app, ListingPage page, CancellationToken cancel) =>
        List(tenant, ListingKey.Trash, status, app, page, cancel);

    private Task<Listing<FileItem>> List(
        TenantId tenant, string listing, FileStatus? status, string? app, ListingPage page, CancellationToken cancel) =>
        metadata.List(Partitions.Of(tenant), limit => new FilesByName(listing, status, app, limit), page, FilesByName.Behind, cancel);
}

