using FluidCloud.Core.Access;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Files;

/// <summary>
/// Lists the live files of a tenant in all spaces and folders, newest first, paged by offset. For the compatible APIs; the
/// native API pages by cursor.
/// </summary>
/// <remarks>
/// The stores have no offsets, so skipped files are read too: a page costs as much as all pages up to it, within a limit.
/// Files created or removed between two pages shift the next one, as with any offset.
/// </remarks>
public sealed class ListNewestFiles(IMetadataStore metadata, LocateFiles locate)
{
    public const int MaxOffset = 10_000;

    private const int SmallestRead = 50;
    private const int LargestRead = 500;

    /// <summary>
    /// The maximum number of files read, because a trashed folder may hold any number of files that must be skipped.
    /// </summary>
    private const int MaxRead = 5 * MaxOffset;

    /// <param name="media">Files of any of these kinds (<see cref="FileItem.Media"/>); empty for all kinds.</param>
    /// <param name="tags">Files with all of these tags; empty for all files.</param>
    /// <param name="offset">At most <see cref="MaxOffset"/>.</param>
    /// <exception cref="FluidCloudException">400: too many trashed files precede the page.</exception>
    public async Task<IReadOnlyList<FileItem>> Run(
        Reach reach, IReadOnlyList<string> media, IReadOnlyList<string> tags, int offset, int limit, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, MaxOffset);
        var tenant = reach.Tenant;
        var partition = Partitions.Of(tenant);
        // Usually no folder is in Trash; then the folders of each file need not be read.
        var trashedFolders = await metadata.Query(partition, new FoldersTrashedUpTo(Space: null, DateTimeOffset.MaxValue, Limit: 1), cancel);
        var (folders, covered) = (new ReadFolders(), new ReadFolders());
        var found = new List<FileItem>();
        var read = 0;
        for (Query<FileItem>? query = new FilesByAge(media, tags, Math.Clamp(offset + limit, SmallestRead, LargestRead)); query is not null;)
        {
            if (read > MaxRead)
                throw Errors.TooManyInTrash();
            var page = await metadata.Query(partition, query, cancel);
            read += page.Items.Count;
            IEnumerable<FileItem> live = page.Items.Where(file => file.IsLive);
            if (trashedFolders.Items.Count > 0)
                live = (await locate.Of(tenant, [.. live], cancel, folders)).Where(file => file.CountedBy.IsLive).Select(file => file.Stored);
            found.AddRange(reach.IsWhole
                ? live
                : await live.ToAsyncEnumerable().Where(async (file, stop) => await locate.Covers(reach, file, stop, covered)).ToListAsync(cancel));
            if (found.Count >= offset + limit)
                break;
            query = page.Next is null ? null : query with { After = page.Next };
        }
        return [.. found.Skip(offset).Take(limit)];
    }
}
