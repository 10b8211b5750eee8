using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Sweeps;

/// <summary>Starts a sweep, unless one of its scope runs.</summary>
public sealed class StartSweep(IMetadataStore metadata, JobAnnouncer jobs, TimeProvider time)
{
    /// <param name="also">What changes in the commit that starts it.</param>
    /// <returns>The sweep, or the one that runs already.</returns>
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
