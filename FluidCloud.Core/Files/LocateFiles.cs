using FluidCloud.Core.Access;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Files;

/// <summary>
/// Reads files with the folders above them, which decide whether they are in Trash. Use it wherever a file's state matters,
/// because a file's record does not tell whether a folder above it is in Trash.
/// </summary>
public sealed class LocateFiles(IMetadataStore metadata, FindFolder folders, CheckReach reachable, TimeProvider time)
{
    /// <returns>null when there is no such file within the reach, or it is being purged.</returns>
    public async Task<LocatedFile?> ById(Reach reach, FileId id, CancellationToken cancel)
    {
        var tenant = reach.Tenant;
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var file = await metadata.Read<FileItem>(Partitions.Of(tenant), id.ToString(), cancel);
            if (file is null or { Status: FileStatus.Purging } || !await Covers(reach, file, cancel))
                return null;
            var located = (await Of(tenant, [file], cancel))[0];
            if (!located.CountedBy.IsBroken)
                return located;
            // Only empty folders are removed, so the file has moved since it was read: try again.
        }
    }

    /// <returns>The files that exist within the reach and are not being purged, in no order.</returns>
    public async Task<IReadOnlyList<LocatedFile>> ByIds(Reach reach, IReadOnlyList<FileId> ids, CancellationToken cancel)
    {
        if (ids is [var only]) // A point read costs less than a query.
            return await ById(reach, only, cancel) is { } file ? [file] : [];
        var tenant = reach.Tenant;
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var page = await metadata.Query(Partitions.Of(tenant), new FilesById(ids), cancel);
            var read = new ReadFolders();
            var covered = await page.Items.Where(file => file.Status != FileStatus.Purging).ToAsyncEnumerable()
                .Where(async (file, stop) => await Covers(reach, file, stop, read)).ToListAsync(cancel);
            var located = await Of(tenant, covered, cancel);
            if (!located.Any(file => file.CountedBy.IsBroken))
                return located;
        }
    }

    /// <param name="read">As of <see cref="CheckReach.Covers"/>.</param>
    public Task<bool> Covers(Reach reach, FileItem file, CancellationToken cancel, ReadFolders? read = null) =>
        reachable.Covers(reach, file.SpaceId, file.FolderId, file.SourceApp, cancel, read);

    /// <param name="files">Stored records.</param>
    /// <param name="read">
    /// Folders that a listing has already read; null when the result decides a change and must be current.
    /// </param>
    /// <returns>The files in the same order. Each folder is read once.</returns>
    public async Task<IReadOnlyList<LocatedFile>> Of(
        TenantId tenant, IReadOnlyList<FileItem> files, CancellationToken cancel, ReadFolders? read = null)
    {
        read ??= new();
        var chains = new Dictionary<FolderId, FolderChain>();
        foreach (var folder in files.Where(file => file.IsLive).Select(file => file.FolderId).OfType<FolderId>().Distinct())
            chains[folder] = await folders.Chain(tenant, folder, cancel, read);
        return [.. files.Select(file => new LocatedFile(
            file, file is { IsLive: true, FolderId: { } folder } ? chains[folder] : FolderChain.Root))];
    }
}

/// <param name="Stored">The stored record, on which changes are based.</param>
/// <param name="CountedBy">The folders whose totals include it: those above a live file, none for any other.</param>
public sealed record LocatedFile(FileItem Stored, FolderChain CountedBy)
{
    /// <summary>
    /// The file as callers see it: also in Trash when a folder above it is, with that folder's <c>deleted_at</c>.
    /// </summary>
    public FileItem Effective => CountedBy.Trashed is { } folder
        ? Stored with { DeletedAt = folder.DeletedAt, TrashRoot = folder.FolderId.Value }
        : Stored;
}
