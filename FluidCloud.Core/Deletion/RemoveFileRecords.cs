using FluidCloud.Core.Blobs;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Telemetry;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// The last commit of a purge: each record turns into its receipt, the quota is released and the sweep's progress is
/// counted, together. Records are replaced by version, so a repeated commit fails as a whole and counts nothing twice.
/// </summary>
public sealed class RemoveFileRecords(IMetadataStore metadata, Metrics metrics, TimeProvider time)
{
    /// <param name="tombstones">Tombstones whose bytes are erased.</param>
    /// <param name="erased">The outcome of the erasure of each file.</param>
    public async Task Run(TenantId tenant, IReadOnlyList<FileItem> tombstones, IReadOnlyDictionary<FileId, Erasure> erased)
    {
        var partition = Partitions.Of(tenant);
        var remaining = tombstones;
        // Sweeps that a newer one of the same scope has replaced: their progress is not recorded.
        var replaced = new HashSet<SweepId>();
        for (var race = new CommitRace(time); remaining.Count > 0; await race.Lost(CancellationToken.None))
        {
            var changes = Changes(remaining, erased, replaced);
            if (changes.Sum(change => change.Operations) > IMetadataStore.MaxOperations)
            {
                var half = remaining.Count / 2;
                await Run(tenant, [.. remaining.Take(half)], erased);
                await Run(tenant, [.. remaining.Skip(half)], erased);
                return;
            }
            var result = await metadata.Commit(partition, changes, CancellationToken.None);
            if (result.Succeeded)
            {
                foreach (var cause in remaining.GroupBy(file => file.Purge!.Cause))
                    metrics.Purged(cause.Key, cause.Count(), cause.Sum(file => file.Size));
                return;
            }
            if (remaining.FirstOrDefault(file => SweepProgress.SweepDocument(file) == result.Conflict!.Change.Id) is { } counted)
            {
                replaced.Add(counted.Purge!.Sweep!.Value);
                continue;
            }
            result.ExpectRaceOn(remaining.Select(file => file.Id));
            var present = await metadata.Query(partition, new FilesById([.. remaining.Select(file => file.FileId)]), CancellationToken.None);
            remaining = [.. present.Items.Where(file => file.Status == FileStatus.Purging)];
        }
    }

    private List<Change> Changes(IReadOnlyList<FileItem> files, IReadOnlyDictionary<FileId, Erasure> erased, HashSet<SweepId> replaced)
    {
        var now = time.GetUtcNow();
        var usage = files.Aggregate(new UsageDelta(), (delta, file) => delta.Disappears(file));
        var progress = SweepProgress.Purged(files.Where(file => file.Purge!.Sweep is { } sweep && !replaced.Contains(sweep)), now);
        var receipts = files.Select(file => Change.Replace(ErasureReceipt.Of(file, erased[file.FileId], now)));
        return [.. receipts, .. usage.ToChanges(), .. progress];
    }
}
