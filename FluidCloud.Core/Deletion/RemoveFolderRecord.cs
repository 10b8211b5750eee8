using FluidCloud.Core.Counters;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// Ends a folder's purge. One read of its totals tells whether anything is left; deleting by version ensures that nothing
/// was added since.
/// </summary>
public sealed class RemoveFolderRecord(IMetadataStore metadata, TimeProvider time)
{
    /// <summary>Does nothing when the folder is not a tombstone or still holds something to purge.</summary>
    public async Task IfEmpty(TenantId tenant, FolderId id, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        var counted = true;
        for (var race = new CommitRace(time);
             await metadata.Read<Folder>(partition, id.ToString(), cancel) is { Purge: { } purge, IsEmpty: true } folder;
             await race.Lost(cancel))
        {
            IReadOnlyList<Change> changes = [Change.Delete(folder), .. new UsageDelta().Disappears(folder).ToChanges()];
            var result = await metadata.Commit(partition,
                counted ? [.. changes, SweepProgress.FolderPurged(purge, time.GetUtcNow())] : changes, cancel);
            if (result.Succeeded)
                return;
            var sweepIsNewer = result.Conflict!.Change.Id == Sweep.DocumentOf(purge);
            if (sweepIsNewer)
                counted = false;
            else
                result.ExpectRaceOn(folder.Id);
        }
    }
}
