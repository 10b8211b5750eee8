using FluidCloud.Core.Folders;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Sweeps;

/// <summary>
/// Enqueues the purge of one slice of Trash, or of what an owner erases, then its own job for the next slice: first the files
/// that were trashed on their own, in batches, then the folders. It may be interrupted anywhere: a slice enqueued twice is purged once.
/// </summary>
public sealed class PlanSweep(IMetadataStore metadata, IJobQueue queue, ConfirmSweep confirm, FinishSweeps finish, TimeProvider time)
{
    private const int SliceSize = 16 * PurgeBatchJob.MaxFiles;
    private const int FolderSliceSize = 100;

    public async Task Run(PlanSweepJob job, CancellationToken cancel)
    {
        var partition = Partitions.Of(job.Tenant);
        var sweep = await metadata.Read<Sweep>(partition, Sweep.IdOf(job.Space, job.Cause), cancel);
        if (sweep is null || sweep.SweepId != job.Sweep || sweep is not { State: SweepState.Running, Planned: false })
            return;
        if (!await confirm.StillApplies(job.Tenant, sweep.Ref, cancel))
            return; // ResumeSweep removes it.

        var next = sweep.FilesPlanned
            ? await EnqueueFolders(partition, sweep, cancel)
            : await EnqueueFiles(partition, sweep, cancel);
        if (!await Advance(partition, sweep, next, cancel))
            return; // Another planner of this sweep is ahead.
        if (sweep.FilesPlanned && next is null)
            await finish.Run(job.Tenant, cancel);
        else
            await queue.Send(job, cancel);
    }

    private async Task<Keyset?> EnqueueFiles(string partition, Sweep sweep, CancellationToken cancel)
    {
        var slice = await metadata.Query(partition,
            sweep.FilesLeft(SliceSize) with { After = sweep.PlannedTo }, cancel);
        foreach (var batch in slice.Items.Chunk(PurgeBatchJob.MaxFiles))
            await queue.Send(new PurgeBatchJob(sweep.TenantId, [.. batch.Select(file => file.FileId)], sweep.Ref), cancel);
        return slice.Next;
    }

    private async Task<Keyset?> EnqueueFolders(string partition, Sweep sweep, CancellationToken cancel)
    {
        if (sweep.Ref.IsOfOwner)
            return null; // An app has no folders; those of a tenant go with its records.
        var slice = await metadata.Query(partition,
            new FoldersTrashedUpTo(sweep.SpaceId, sweep.CutOff, FolderSliceSize) { After = sweep.PlannedTo }, cancel);
        foreach (var folder in slice.Items)
            await queue.Send(new PurgeFolderJob(sweep.TenantId, folder.FolderId, sweep.Ref), cancel);
        return slice.Next;
    }

    /// <remarks>
    /// A patch, because batches of earlier slices update their progress in the same document at the same time.
    /// </remarks>
    private async Task<bool> Advance(string partition, Sweep sweep, Keyset? next, CancellationToken cancel)
    {
        var step = Sweep.NewPlanStep();
        var result = await metadata.Commit(partition,
        [
            new PatchChange(sweep.Id)
            {
                Condition = new PatchCondition.FieldEquals("plan_step", sweep.PlanStep),
                Sets = new Dictionary<string, object?>
                {
                    ["plan_step"] = step,
                    ["planned_to"] = next,
                    ["files_planned"] = sweep.FilesPlanned || next is null,
                    ["planned"] = sweep.FilesPlanned && next is null,
                    ["due_at"] = time.GetUtcNow() + Sweep.GracePeriod,
                },
            },
        ], cancel);
        if (result.Succeeded)
            return true;
        // This commit may have succeeded although its response was lost.
        var present = await metadata.Read<Sweep>(partition, sweep.Id, cancel);
        return present?.PlanStep == step;
    }
}
