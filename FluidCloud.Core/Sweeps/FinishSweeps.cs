using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;

namespace FluidCloud.Core.Sweeps;

/// <summary>
/// Finishes the sweeps of a tenant that have enqueued everything and have nothing left up to their cut-off. Scopes overlap,
/// so the last file of a sweep may be purged by another sweep or by a single call.
/// </summary>
public sealed class FinishSweeps(IMetadataStore metadata, Metrics metrics, TimeProvider time)
{
    public async Task Run(TenantId tenant, CancellationToken cancel)
    {
        var sweeps = metadata.QueryEvery(Partitions.Of(tenant), new SweepsUnfinished(Limit: 100), cancel);
        await foreach (var sweep in sweeps.Where(sweep => sweep.Planned))
            await Finish(sweep, cancel);
    }

    private async Task Finish(Sweep sweep, CancellationToken cancel)
    {
        var partition = Partitions.Of(sweep.TenantId);
        var race = new CommitRace(time);
        for (Sweep? present = sweep; present?.SweepId == sweep.SweepId && present is { Planned: true, FinishedAt: null }; await race.Lost(cancel))
        {
            var files = await metadata.Query(partition, new FilesTrashedUpTo(present.SpaceId, present.CutOff, Limit: 1), cancel);
            if (files.Items.Count > 0)
                return;
            var folders = await metadata.Query(partition, new FoldersTrashedUpTo(present.SpaceId, present.CutOff, Limit: 1), cancel);
            if (folders.Items.Count > 0)
                return;
            // Files that this sweep abandoned were purged in another way.
            var done = present with { State = SweepState.Done, FilesFailed = 0, BytesFailed = 0, FinishedAt = time.GetUtcNow(), DueAt = null };
            var result = await metadata.Commit(partition, [Change.Replace(done)], cancel);
            if (result.Succeeded)
            {
                metrics.SweepDone(done.FinishedAt.Value - done.StartedAt);
                return;
            }
            result.ExpectRaceOn(sweep.Id);
            present = await metadata.Read<Sweep>(partition, sweep.Id, cancel);
        }
    }
}
