using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Trash;

/// <summary>
/// Hands out one slice of the Trash as batches and sends itself for the next. It may stop anywhere: a slice handed
/// out twice is purged once.
/// </summary>
public sealed class PlanSweep(IMetadataStore metadata, IJobQueue queue, SettleSweeps settle, TimeProvider time)
{
    private const int SliceSize = 16 * PurgeBatchJob.MaxFiles;

    public async Task Run(PlanSweepJob job, CancellationToken cancel)
    {
        var partition = Partitions.Of(job.Tenant);
        var sweep = await metadata.Read<Sweep>(partition, Sweep.IdOf(job.Space), cancel);
        if (sweep is null || sweep.SweepId != job.Sweep || sweep is not { State: SweepState.Running, Planned: false })
            return;

        var slice = await metadata.Query(partition,
            new FilesTrashedUpTo(job.Space, sweep.CutOff, SliceSize) { After = sweep.PlannedTo }, cancel);
        var order = new SweepOrder(job.Space, sweep.SweepId, sweep.CutOff);
        foreach (var batch in slice.Items.Chunk(PurgeBatchJob.MaxFiles))
            await queue.Send(new PurgeBatchJob(job.Tenant, [.. batch.Select(file => file.FileId)], order), cancel);

        if (!await Advance(partition, sweep, slice.Next, cancel))
            return; // Another planner of this sweep is ahead.
        if (slice.Next is null)
            await settle.Run(job.Tenant, cancel);
        else
            await queue.Send(job, cancel);
    }

    /// <remarks>A patch, because the batches of earlier slices count their progress on the same document meanwhile.</remarks>
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
                    ["planned"] = next is null,
                    ["due_at"] = time.GetUtcNow() + Sweep.Patience,
                },
            },
        ], cancel);
        if (result.Succeeded)
            return true;
        // The step may be this very one, its answer lost.
        var present = await metadata.Read<Sweep>(partition, sweep.Id, cancel);
        return present?.PlanStep == step;
    }
}
