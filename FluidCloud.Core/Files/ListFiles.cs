using FluidCloud.Core.Access;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Files;

/// <summary>The files of the root of a space, of a folder, of either with all folders below, or of the Trash.</summary>
public sealed class ListFiles(FindFolder folders, LocateFiles locate, CheckReach reachable, IMetadataStore metadata)
{
    /// <param name="folder">null for the root of the space. A folder in Trash shows nothing.</param>
    /// <exception cref="FluidCloudException">404 when the space is not within the reach, or has no such folder.</exception>
    public async Task<Listing<FileItem>> OfSpace(
        Reach reach, SpaceId space, FolderId? folder, FileFilter filter, FileOrder order, ListingPage page, CancellationToken cancel)
    {
        await RequireSpace(reach, space, cancel);
        return await folders.Shows(reach, space, folder, cancel)
            ? await List(reach, ListingKey.Of(space, folder), filter, order, page, cancel)
            : Nothing;
    }

    /// <summary>With the files of all folders below. What lies elsewhere in the space is read as well, and passed over.</summary>
    /// <param name="order">Not by size.</param>
    /// <inheritdoc cref="OfSpace"/>
    public async Task<Listing<FileItem>> OfTree(
        Reach reach, SpaceId space, FolderId? folder, FileFilter filter, FileOrder order, ListingPage page, CancellationToken cancel)
    {
        await RequireSpace(reach, space, cancel);
        folder ??= reach.Folder; // The root holds more than a key for one folder may see.
        if (!await folders.Shows(reach, space, folder, cancel))
            return Nothing;
        var tree = reach with { Folder = folder };
        var (above, chains) = (new ReadFolders(), new ReadFolders());
        return await metadata.List(
            Partitions.Of(reach.Tenant), limit => new FilesOfTree(space, Narrow(reach, filter), order, limit), page, order.Behind, cancel,
            async (file, stop) => file.FolderId is null
                ? folder is null && await Shows(reach, filter, file, above, stop)
                : await reachable.Covers(tree, space, file.FolderId, file.SourceApp, stop, above)
                  && (await locate.Of(reach.Tenant, [file], stop, chains))[0].CountedBy.IsLive);
    }

    /// <summary>
    /// Files that were trashed on their own, in every space; those trashed with a folder are not listed (statements 115,
    /// 118).
    /// </summary>
    public Task<Listing<FileItem>> OfTrash(Reach reach, FileFilter filter, FileOrder order, ListingPage page, CancellationToken cancel) =>
        List(reach, ListingKey.Trash, filter, order, page, cancel);

    private static Listing<FileItem> Nothing => new(AsyncEnumerable.Empty<FileItem>(), Next: null);

    private async Task RequireSpace(Reach reach, SpaceId space, CancellationToken cancel)
    {
        if (!reach.Covers(space) || await metadata.Read<Space>(Partitions.Of(reach.Tenant), space.ToString(), cancel) is null)
            throw Errors.SpaceNotFound();
    }

    private Task<Listing<FileItem>> List(
        Reach reach, string listing, FileFilter filter, FileOrder order, ListingPage page, CancellationToken cancel)
    {
        var read = new ReadFolders();
        return metadata.List(
            Partitions.Of(reach.Tenant), limit => new FilesOfListing(listing, Narrow(reach, filter), order, limit), page, order.Behind, cancel,
            reach.IsWhole ? null : async (file, stop) => await Shows(reach, filter, file, read, stop));
    }

    private static FileFilter Narrow(Reach reach, FileFilter filter) => filter with { App = reach.Narrow(filter.App) };

    private async Task<bool> Shows(Reach reach, FileFilter filter, FileItem file, ReadFolders read, CancellationToken cancel) =>
        (filter.App is null || file.SourceApp == filter.App) && await locate.Covers(reach, file, cancel, read);
}
