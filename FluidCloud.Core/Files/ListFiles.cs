using FluidCloud.Core.Metadata;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Files;

/// <summary>The files of the root of a space, of a folder, or of the Trash, ordered by name.</summary>
public sealed class ListFiles(IMetadataStore metadata)
{
    /// <exception cref="FluidCloudException">404 when the space is not the tenant's.</exception>
    public async Task<Listing<FileItem>> OfSpace(
        TenantId tenant, SpaceId space, FolderId? folder, FileStatus? status, string? app, ListingPage page, CancellationToken cancel)
    {
        _ = await metadata.Read<Space>(Partitions.Of(tenant), space.ToString(), cancel) ?? throw Errors.SpaceNotFound();
        return await List(tenant, FileItem.ListingOf(space, folder), status, app, page, cancel);
    }

    /// <summary>What was trashed on its own in any space; what went with its folder is not listed (statements 115, 118).</summary>
    public Task<Listing<FileItem>> OfTrash(TenantId tenant, FileStatus? status, string? app, ListingPage page, CancellationToken cancel) =>
        List(tenant, FileItem.TrashListing, status, app, page, cancel);

    private Task<Listing<FileItem>> List(
        TenantId tenant, string listing, FileStatus? status, string? app, ListingPage page, CancellationToken cancel) =>
        metadata.List(Partitions.Of(tenant), limit => new FilesByName(listing, status, app, limit), page, FilesByName.Behind, cancel);
}

