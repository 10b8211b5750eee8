using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Sweeps;

/// <summary>
/// Resumes a sweep that made no progress: finishes it, restarts its planner, marks it stalled after <see cref="MaxResumes"/>
/// restarts, or removes a retention sweep that no longer applies. Tombstones it has written are finished by their own
/// maintenance.
/// </summary>
public sealed partial class ResumeSweep(
    IMetadataStore metadata, ConfirmSweep confirm, FinishSweeps finish, JobAnnouncer jobs, TimeProvider time, ILogger<ResumeSweep> log)
{
    private const int MaxResumes = 5;

    /// <summary>
    /// How often a stalled sweep is checked and logged: its files may since have been purged in another way.
    /// </summary>
    private static readonly TimeSpan Reminder = TimeSpan.FromHours(1);

    public async Task Run(Sweep overdue, CancellationToken cancel)
    {
        var partition = Partitions.Of(overdue.TenantId);
        await finish.Run(overdue.TenantId, cancel);
        var sweep = await metadata.Read<Sweep>(partition, overdue.Id, cancel);
        if (sweep is null || sweep.ETag != overdue.ETag)
            return; // It is done, or has made progress.
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
