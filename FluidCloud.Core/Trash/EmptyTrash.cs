using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Trash;

/// <summary>Starts a sweep of a scope's Trash. The request costs the same whatever the Trash holds.</summary>
public sealed class EmptyTrash(IMetadataStore metadata, JobAnnouncer jobs, TimeProvider time)
{
    /// <param name="space">null empties the Trash of every space.</param>
    /// <returns>The sweep that was started, or the one that runs already (statements 54, 217).</returns>
    /// <exception cref="FluidCloudException">404 when the tenant has no such space.</exception>
    public async Task<Sweep> Run(TenantId tenant, SpaceId? space, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        while (true)
        {
            var now = time.GetUtcNow(); // Before the counts: what goes to Trash between the two is counted, not the other way round.
            var usage = await metadata.Read<Usage>(partition, Usage.IdOf(space), cancel) ?? throw Errors.SpaceNotFound();
            var previous = await metadata.Read<Sweep>(partition, Sweep.IdOf(space), cancel);
            if (previous is { State: SweepState.Running })
                return previous;
            var sweep = Start(tenant, space, usage, now);
            var result = await metadata.Commit(partition,
                [previous is null ? Change.Create(sweep) : Change.Replace(sweep with { ETag = previous.ETag })], cancel);
            if (!result.Succeeded)
                continue; // Another call has started a sweep of this scope.
            await jobs.Announce(new PlanSweepJob(tenant, space, sweep.SweepId));
            return sweep;
        }
    }

    private static Sweep Start(TenantId tenant, SpaceId? space, Usage usage, DateTimeOffset now) => new()
    {
        Id = Sweep.IdOf(space),
        SweepId = Id.New<SweepId>(),
        TenantId = tenant,
        SpaceId = space,
        CutOff = now,
        FilesTotal = usage.TrashFiles,
        BytesTotal = usage.TrashBytes,
        PlanStep = Sweep.NewPlanStep(),
        StartedAt = now,
        DueAt = now + Sweep.Patience,
    };
}
