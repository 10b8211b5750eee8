using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Shares;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// Ends every link of files that are being purged, before their bytes go (statements 20, 21): the edge is told first, then
/// the records are removed, and the tombstone counts them in the same commit. A file that was never shared costs nothing.
/// </summary>
public sealed partial class DeleteSharesOfFiles(ForgetLinks forget, IMetadataStore metadata, ILogger<DeleteSharesOfFiles> log)
{
    /// <summary>Two operations of the commit are the tombstone and the counters.</summary>
    private const int SharesAtOnce = IMetadataStore.MaxOperations - 2;

    public async Task<SharesDeleted> Run(TenantId tenant, IReadOnlyList<FileItem> tombstones)
    {
        var partition = Partitions.Of(tenant);
        var done = tombstones.Where(file => !file.Shared).ToList();
        var shared = tombstones.Where(file => file.Shared).ToList();
        while (shared.Count > 0)
        {
            var pages = new List<(FileItem File, Page<Share> Links)>();
            foreach (var file in shared)
                pages.Add((file, await metadata.Query(partition, new SharesOfFile(file.FileId, SharesAtOnce), CancellationToken.None)));
            try
            {
                await forget.Run(pages.SelectMany(page => page.Links.Items));
            }
            catch (Exception e)
            {
                LogEdgeFailed(log, e, shared.Count);
                return new(done, shared);
            }
            shared.Clear();
            foreach (var (file, links) in pages)
            {
                if (await Remove(partition, file, links) is { } next)
                    (next.Shared ? shared : done).Add(next);
            }
        }
        return new(done, []);
    }

    /// <returns>The tombstone as it is now, still shared when there is more to do; null when another worker has finished it.</returns>
    private async Task<FileItem?> Remove(string partition, FileItem file, Page<Share> links)
    {
        var killed = links.Items.Count(link => link.IsLiveAt(file.UpdatedAt)); // When it became a tombstone.
        var next = file with
        {
            Shared = links.Next is not null,
            Purge = file.Purge! with { LinksKilled = file.Purge.LinksKilled + killed },
        };
        var usage = links.Items.Aggregate(new UsageDelta(), (delta, link) => delta.Disappears(link));
        var result = await metadata.Commit(partition,
            [Change.Replace(next), .. links.Items.Select(Change.Delete), .. usage.ToChanges()], CancellationToken.None);
        if (result.Succeeded)
            return next with { ETag = result.ETags[0]! };
        result.ExpectRaceOn([file.Id, .. links.Items.Select(link => link.Id)]);
        return await metadata.Read<FileItem>(partition, file.Id, CancellationToken.None);
    }

    [LoggerMessage(2003, LogLevel.Warning, "The edge could not be told of the links of {Files} files that are being purged")]
    private static partial void LogEdgeFailed(ILogger log, Exception e, int files);
}

/// <summary>Tombstones, each in its present version.</summary>
/// <param name="Done">No link of theirs is left.</param>
/// <param name="Failed">The edge could not be told.</param>
public sealed record SharesDeleted(IReadOnlyList<FileItem> Done, IReadOnlyList<FileItem> Failed);
