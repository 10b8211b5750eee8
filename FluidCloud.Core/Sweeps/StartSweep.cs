using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Sweeps;

/// <summary>Starts a sweep, unless one of the same scope is running.</summary>
public sealed class StartSweep(IMetadataStore metadata, JobAnnouncer jobs, TimeProvider time)
{
    /// <param name="also">Further changes of the same commit.</param>
    /// <returns>The new sweep, or the one that is already running.</returns>
    /// <exception cref="FluidCloudException">404 when the scope is gone.</exception>
    public async Task<Sweep> Run(Sweep sweep, CancellationToken cancel, params IReadOnlyList<Change> also)
    {
        var partition = Partitions.Of(sweep.TenantId);
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var previous = await metadata.Read<Sweep>(partition, sweep.Id, cancel);
            if (previous is { State: SweepState.Running })
                return previous;
            var result = await metadata.Commit(partition,
                [previous is null ? Change.Create(sweep) : Change.Replace(sweep with { ETag = previous.ETag }), .. also], cancel);
            if (result.Conflict is { Reason: ConflictReason.Missing } conflict && conflict.Change.Id != sweep.Id)
                throw Errors.SpaceNotFound(); // Deleted since it was read.
            if (!result.Succeeded)
                continue; // Another call has started a sweep of this scope.
            await jobs.Announce(sweep.PlanJob);
            return sweep;
        }
    }
}
