using FluidCloud.Core.Access;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Files;

/// <summary>
/// The live files of a tenant over all spaces and folders, the newest first, by how many to pass over. The API itself pages
/// by cursors; this is for the compatible ones, which page by numbers.
/// </summary>
/// <remarks>
/// The stores have no offsets: what is passed over is read as well, so a page costs as much as all before it together, and
/// both are bounded. Files that come or go between two pages shift the next one, as they do with any offset.
/// </remarks>
public sealed class ListNewestFiles(IMetadataStore metadata, LocateFiles locate)
{
    public const int MaxOffset = 10_000;

    private const int SmallestRead = 50;
    private const int LargestRead = 500;

    /// <summary>A folder may hold any number of files when it goes to Trash, and all of them are read and passed over.</summary>
    private const int MaxRead = 5 * MaxOffset;

    /// <param name="media">Any of these kinds (<see cref="FileItem.Media"/>); empty for every file.</param>
    /// <param name="tags">All of these; empty for every file.</param>
    /// <param name="offset">At most <see cref="MaxOffset"/>.</param>
    /// <exception cref="FluidCloudException">400: too much of the Trash lies before the page.</exception>
    public async Task<IReadOnlyList<FileItem>> Run(
        Reach reach, IReadOnlyList<string> media, IReadOnlyList<string> tags, int offset, int limit, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, MaxOffset);
        var tenant = reach.Tenant;
        var partition = Partitions.Of(tenant);
        // Most of the time no folder is in Trash, and then nobody has to ask for the folders of each file.
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
