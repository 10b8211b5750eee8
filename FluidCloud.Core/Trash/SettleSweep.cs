using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Trash;

/// <summary>Finishes a sweep when all was handed out and nothing up to the cut-off is left.</summary>
public sealed class SettleSweep(IMetadataStore metadata, TimeProvider time)
{
    public async Task Run(TenantId tenant, SweepOrder order, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        while (true)
        {
            var sweep = await metadata.Read<Sweep>(partition, Sweep.IdOf(order.Space), cancel);
            if (sweep is null || sweep.SweepId != order.Id || sweep is { Planned: false } or { State: SweepState.Done })
                return;
            var left = await metadata.Query(partition, new FilesTrashedUpTo(order.Space, sweep.CutOff, Limit: 1), cancel);
            if (left.Items.Count > 0)
                return;
            var done = sweep with { State = SweepState.Done, FinishedAt = time.GetUtcNow(), DueAt = null };
            var result = await metadata.Commit(partition, [Change.Replace(done)], cancel);
            if (result.Succeeded)
                return;
            result.ExpectRaceOn(sweep.Id);
        }
    }
}
