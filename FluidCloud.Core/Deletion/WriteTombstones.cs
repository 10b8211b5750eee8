using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// The first durable write of a purge: from then on the files are gone for every caller and can't be restored.
/// </summary>
/// <remarks>
/// A tombstone no longer counts in the totals of its folders, and its <c>deleted_at</c> is when it went to Trash, on its own
/// or with a folder. So the end of the purge needs to read no folder. The counters of Trash include the file until then.
/// </remarks>
public sealed class WriteTombstones(IMetadataStore metadata, LocateFiles locate, TimeProvider time)
{
    /// <param name="files">The stored records, at most <see cref="Jobs.PurgeBatchJob.MaxFiles"/>.</param>
    /// <param name="wanted">
    /// Decides whether to purge a file, given as callers see it. Called again when another writer has changed the file.
    /// </param>
    /// <returns>The tombstones written, without files that are not wanted, gone, or being purged by another call.</returns>
    public async Task<IReadOnlyList<FileItem>> Run(
        TenantId tenant, IReadOnlyList<FileItem> files, Purge purge, Func<FileItem, bool> wanted, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        var pending = files.ToList();
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var located = (await locate.Of(tenant, pending, cancel)).Where(file => wanted(file.Effective)).ToList();
            if (located.Count == 0)
                return [];
            pending = located.ConvertAll(file => file.Stored);
            var tombstones = located.ConvertAll(file => Tombstone(file.Effective, purge));
            var totals = located.Aggregate(new FolderTotals(), (delta, file) => delta.Lose(file.CountedBy, file.Stored));
            IReadOnlyList<Change> changes = [.. tombstones.Select(Change.Replace), .. totals.ToChanges()];
            if (pending.Count > 1 && changes.Sum(change => change.Operations) > IMetadataStore.MaxOperations)
            {
                var half = pending.Count / 2;
                return
                [
                    .. await Run(tenant, [.. pending.Take(half)], purge, wanted, cancel),
                    .. await Run(tenant, [.. pending.Skip(half)], purge, wanted, cancel),
                ];
            }
            var result = await metadata.Commit(partition, changes, cancel);
            if (result.Succeeded)
                return [.. tombstones.Zip(result.ETags, (tombstone, etag) => tombstone with { ETag = etag! })];

            result.ExpectRaceOn([.. pending.Select(file => file.Id), .. totals.Folders]);
            // Files, or folders above them, have changed: read all of them again and decide anew.
            var present = await metadata.Query(partition, new FilesById([.. pending.Select(file => file.FileId)]), cancel);
            var unchanged = pending.Select(file => file.ETag).ToHashSet();
            pending = [.. present.Items.Where(file => file.Status != FileStatus.Purging || unchanged.Contains(file.ETag))];
        }
    }

    private FileItem Tombstone(FileItem file, Purge purge)
    {
        var now = time.GetUtcNow();
        return file with
        {
            Status = FileStatus.Purging,
            // A tombstone that this purge takes over keeps its count of deleted links.
            Purge = purge with { LinksKilled = file.Purge?.LinksKilled ?? 0 },
            UpdatedAt = now,
            DueAt = now + FinishPurge.GracePeriod,
        };
    }
}
