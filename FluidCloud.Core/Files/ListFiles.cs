using FluidCloud.Core.Metadata;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Files;

/// <summary>The files of the root of a space, of a folder, or of the Trash, ordered by name.</summary>
public sealed class ListFiles(IMetadataStore metadata)
{
    /// <summary>A page that is read ahead of the listing.</summary>
    private const int PageSize = 500;

    /// <exception cref="FluidCloudException">404 when the space is not the tenant's.</exception>
    public async Task<FileListing> OfSpace(
        TenantId tenant, SpaceId space, FolderId? folder, FileStatus? status, string? app, ListingPage page, CancellationToken cancel)
    {
        _ = await metadata.Read<Space>(Partitions.Of(tenant), space.ToString(), cancel) ?? throw Errors.SpaceNotFound();
        return await List(tenant, FileItem.ListingOf(space, folder), status, app, page, cancel);
    }

    /// <summary>What was trashed on its own in any space; what went with its folder is not listed (statements 115, 118).</summary>
    public Task<FileListing> OfTrash(TenantId tenant, FileStatus? status, string? app, ListingPage page, CancellationToken cancel) =>
        List(tenant, FileItem.TrashListing, status, app, page, cancel);

    private async Task<FileListing> List(
        TenantId tenant, string listing, FileStatus? status, string? app, ListingPage page, CancellationToken cancel)
    {
        // One more than wanted tells whether there is a next page.
        var ahead = page.Limit is { } wanted ? wanted + 1 : PageSize;
        var files = metadata.QueryEvery(
            Partitions.Of(tenant), new FilesByName(listing, status, app, ahead) { After = page.After }, cancel);
        if (page.Limit is not { } limit)
            return new(files, Next: null);
        var found = await files.Take(limit + 1).ToListAsync(cancel);
        return new(found.Take(limit).ToAsyncEnumerable(), found.Count > limit ? FilesByName.Behind(found[limit - 1]) : null);
    }
}

/// <summary>The part of a listing that is wanted.</summary>
/// <param name="Limit">null for all of it.</param>
/// <param name="After">null for its beginning.</param>
public sealed record ListingPage(int? Limit, Keyset? After);

/// <param name="Next">Where the next page starts; null when there is none.</param>
public sealed record FileListing(IAsyncEnumerable<FileItem> Files, Keyset? Next);
