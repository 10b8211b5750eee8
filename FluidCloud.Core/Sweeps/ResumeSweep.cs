using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Sweeps;

/// <summary>
/// Looks after a sweep that made no progress: settles it, starts its planner over, gives it up as stalled, or removes one
/// that is not wanted any more. Tombstones that it has made end by themselves.
/// </summary>
public sealed partial class ResumeSweep(
    IMetadataStore metadata, ConfirmSweep confirm, FinishSweeps settle, JobAnnouncer jobs, TimeProvider time, ILogger<ResumeSweep> log)
{
    private const int MaxResumes = 5;

    /// <summary>A stalled sweep is looked at, and told of, this often: its files may have been purged in another way.</summary>
    private static readonly TimeSpan Reminder = TimeSpan.FromHours(1);

    public async Task Run(Sweep overdue, CancellationToken cancel)
    {
        var partition = Partitions.Of(overdue.TenantId);
        await settle.Run(overdue.TenantId, cancel);
        var sweep = await metadata.Read<Sweep>(partition, overdue.Id, cancel);
        if (sweep is null || sweep.ETag != overdue.ETag)
            return; // Done now, or going on.
        if (!await confirm.StillApplies(sweep.TenantId, sweep.Ref, cancel))
        {
            var removed = await metadata.Commit(partition, [Change.Delete(sweep)], cancel);
            if (!removed.Succeeded)
                removed.ExpectRaceOn(sweep.Id);
            return;
        }

        var stalls = sweep.State == SweepState.Stalled || sweep.Resumes >= MaxResumes;
        var next = stalls
            ? sweep with { State = SweepState.Stalled, DueAt = time.GetUtcNow() + Reminder }
            : sweep with
            {
                Resumes = sweep.Resumes + 1,
                PlanStep = Sweep.NewPlanStep(),
                FilesPlanned = false,
                PlannedTo = null,
                Planned = false,
                DueAt = time.GetUtcNow() + Sweep.GracePeriod,
            };
        var result = await metadata.Commit(partition, [Change.Replace(next)], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(sweep.Id);
        else if (stalls)
            LogStalled(log, sweep.SweepId);
        else
            await jobs.Announce(sweep.PlanJob);
    }

    [LoggerMessage(2002, LogLevel.Error, "Sweep {Sweep} is stalled")]
    private static partial void LogStalled(ILogger log, SweepId sweep);
}
