using FluidCloud.Core.Access;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Files;

/// <summary>The files of the root of a space, of a folder, or of the Trash, ordered by name.</summary>
public sealed class ListFiles(FindFolder folders, LocateFiles locate, IMetadataStore metadata)
{
    /// <param name="folder">null for the root of the space. One that is in Trash shows nothing.</param>
    /// <exception cref="FluidCloudException">404 when the space is not the tenant's, or has no such folder.</exception>
    public async Task<Listing<FileItem>> OfSpace(
        Reach reach, SpaceId space, FolderId? folder, FileStatus? status, string? app, ListingPage page, CancellationToken cancel)
    {
        if (!reach.Covers(space) || await metadata.Read<Space>(Partitions.Of(reach.Tenant), space.ToString(), cancel) is null)
            throw Errors.SpaceNotFound();
        return await folders.Shows(reach, space, folder, cancel)
            ? await List(reach, ListingKey.Of(space, folder), status, app, page, cancel)
            : new(AsyncEnumerable.Empty<FileItem>(), Next: null);
    }

    /// <summary>What was trashed on its own in any space; what went with its folder is not listed (statements 115, 118).</summary>
    public Task<Listing<FileItem>> OfTrash(Reach reach, FileStatus? status, string? app, ListingPage page, CancellationToken cancel) =>
        List(reach, ListingKey.Trash, status, app, page, cancel);

    private Task<Listing<FileItem>> List(
        Reach reach, string listing, FileStatus? status, string? app, ListingPage page, CancellationToken cancel)
    {
        var read = new ReadFolders();
        return metadata.List(
            Partitions.Of(reach.Tenant), limit => new FilesByName(listing, status, reach.Narrow(app), limit), page, FilesByName.Behind, cancel,
            reach.IsWhole ? null : async (file, stop) => (app is null || file.SourceApp == app) && await locate.Covers(reach, file, stop, read));
    }
}

