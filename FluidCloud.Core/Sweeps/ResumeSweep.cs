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

    /// <summary>Has a sweep that gave up try again, up to its own cut-off. One that runs is only looked after at once.</summary>
    /// <exception cref="FluidCloudException">404: the tenant has no such sweep that is not done.</exception>
    public async Task Again(TenantId tenant, SweepId id, CancellationToken cancel)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var sweep = await metadata.QueryEvery(Partitions.Of(tenant), new SweepsUnfinished(Limit: 100), cancel)
                .FirstOrDefaultAsync(sweep => sweep.SweepId == id, cancel) ?? throw Errors.SweepNotFound();
            var again = sweep with { State = SweepState.Running, Resumes = 0, DueAt = time.GetUtcNow() };
            var result = await metadata.Commit(Partitions.Of(tenant), [Change.Replace(again)], cancel);
            if (result.Succeeded)
            {
                await Run(again with { ETag = result.ETags[0]! }, cancel);
                return;
            }
            result.ExpectRaceOn(sweep.Id);
        }
    }

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
