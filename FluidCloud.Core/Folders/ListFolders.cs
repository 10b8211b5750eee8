using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Folders;

/// <summary>Lists the folders of a folder, of the root of a space, or of Trash, ordered by name.</summary>
public sealed class ListFolders(FindFolder find, CheckReach reachable, IMetadataStore metadata)
{
    /// <param name="parent">null for the root of the space. A folder in Trash shows nothing.</param>
    /// <exception cref="FluidCloudException">404 when the space has no such folder, or the tenant no such space.</exception>
    public async Task<Listing<Folder>> OfSpace(Reach reach, SpaceId space, FolderId? parent, ListingPage page, CancellationToken cancel)
    {
        if (!reach.Covers(space) || await metadata.Read<Space>(Partitions.Of(reach.Tenant), space.ToString(), cancel) is null)
            throw Errors.SpaceNotFound();
        return await find.Shows(reach, space, parent, cancel)
            ? await List(reach, ListingKey.Of(space, parent), page, cancel)
            : new(AsyncEnumerable.Empty<Folder>(), Next: null);
    }

    /// <summary>
    /// Folders that were trashed on their own, in every space; those trashed with a folder above them are not listed
    /// (statement 118).
    /// </summary>
    public Task<Listing<Folder>> OfTrash(Reach reach, ListingPage page, CancellationToken cancel) =>
        List(reach, ListingKey.Trash, page, cancel);

    private Task<Listing<Folder>> List(Reach reach, string listing, ListingPage page, CancellationToken cancel)
    {
        var read = new ReadFolders();
        return metadata.List(Partitions.Of(reach.Tenant), limit => new FoldersByName(listing, limit), page, FoldersByName.Behind, cancel,
            reach.IsWhole ? null : async (folder, stop) => await reachable.Covers(reach, folder.SpaceId, folder.FolderId, app: null, stop, read));
    }
}
