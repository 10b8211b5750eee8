using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// Purges a folder in Trash with everything that was trashed with it: writes its tombstone, enqueues its files in batches,
/// and writes a tombstone for each folder in it. The purge of the last file removes the folder's record. It may be
/// interrupted anywhere and run twice; maintenance resumes it when <see cref="Document.DueAt"/> has passed.
/// </summary>
public sealed class PurgeFolder(
    IMetadataStore metadata, IJobQueue queue, ConfirmSweep confirm, RemoveFolderRecord remove, FinishSweeps finish, TimeProvider time)
{
    private const int SliceSize = 16 * PurgeBatchJob.MaxFiles;

    public async Task Run(PurgeFolderJob job, CancellationToken cancel)
    {
        var partition = Partitions.Of(job.Tenant);
        if (await WriteTombstone(partition, job, cancel) is { } folder)
        {
            var listing = ListingKey.Of(folder.SpaceId, folder.FolderId);
            var files = await metadata.Query(partition,
                new FilesOfListing(listing, FileFilter.None, FileOrder.ByName, SliceSize) { After = job.After }, cancel);
            foreach (var batch in files.Items.Chunk(PurgeBatchJob.MaxFiles))
                await queue.Send(new PurgeBatchJob(job.Tenant, [.. batch.Select(file => file.FileId)], job.Sweep) { Folder = job.Folder }, cancel);
            if (files.Next is not null)
            {
                await queue.Send(job with { After = files.Next }, cancel);
                return;
            }
            await foreach (var child in metadata.QueryEvery(partition, new FoldersByName(listing, SliceSize), cancel))
            {
                if (await Detach(partition, folder, child, cancel))
                    await queue.Send(job with { Folder = child.FolderId, After = null }, cancel);
            }
            await remove.IfEmpty(job.Tenant, job.Folder, cancel);
        }
        await finish.Run(job.Tenant, cancel);
    }

    /// <returns>
    /// The tombstone; null when the folder is gone, was restored, was trashed after the cut-off, or the sweep no longer
    /// applies.
    /// </returns>
    private async Task<Folder?> WriteTombstone(string partition, PurgeFolderJob job, CancellationToken cancel)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var folder = await metadata.Read<Folder>(partition, job.Folder.ToString(), cancel);
            if (folder is null or { Purge: not null })
                return folder;
            if (folder.DeletedAt is not { } time || time > job.Sweep.CutOff || !await confirm.StillApplies(job.Tenant, job.Sweep, cancel))
                return null;
            var result = await metadata.Commit(partition, [Change.Replace(Tombstone(folder, time, Purge.For(job.Sweep)))], cancel);
            if (!result.Succeeded)
                result.ExpectRaceOn(folder.Id);
        }
    }

    /// <summary>
    /// Turns a child folder into a tombstone of its own, with the same <c>deleted_at</c>, and subtracts it from its parent's
    /// totals.
    /// </summary>
    private async Task<bool> Detach(string partition, Folder parent, Folder listed, CancellationToken cancel)
    {
        var race = new CommitRace(time);
        for (Folder? child = listed; child is { DeletedAt: null } && child.ParentId == parent.FolderId; await race.Lost(cancel))
        {
            var totals = new FolderTotals().Lose(new([parent]), child);
            var result = await metadata.Commit(partition,
                [Change.Replace(Tombstone(child, parent.DeletedAt!.Value, parent.Purge!)), .. totals.ToChanges()], cancel);
            if (result.Succeeded)
                return true;
            result.ExpectRaceOn(child.Id); // Its parent can't have moved: a tombstone never changes back.
            child = await metadata.Read<Folder>(partition, child.Id, cancel);
        }
        return false;
    }

    private Folder Tombstone(Folder folder, DateTimeOffset deletedAt, Purge purge)
    {
        var now = time.GetUtcNow();
        return folder with { DeletedAt = deletedAt, Purge = purge, UpdatedAt = now, DueAt = now + Folder.GracePeriod };
    }
}
