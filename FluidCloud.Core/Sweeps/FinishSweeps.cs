using FluidCloud.Core.Counters;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;

namespace FluidCloud.Core.Sweeps;

/// <summary>
/// Finishes the sweeps of a tenant that have enqueued everything and have nothing left up to their cut-off. Scopes overlap,
/// so the last file of a sweep may be purged by another sweep or by a single call.
/// </summary>
public sealed class FinishSweeps(IMetadataStore metadata, JobAnnouncer jobs, Metrics metrics, TimeProvider time)
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
            if (await HasMore(partition, present, cancel))
                return;
            // Files that this sweep abandoned were purged in another way.
            var done = present with { State = SweepState.Done, FilesFailed = 0, BytesFailed = 0, FinishedAt = time.GetUtcNow(), DueAt = null };
            var result = await metadata.Commit(partition, [Change.Replace(done)], cancel);
            if (result.Succeeded)
            {
                metrics.SweepDone(done.FinishedAt.Value - done.StartedAt);
                if (done.Ref.IsOfOwner)
                    await jobs.Announce(new EraseJob(done.TenantId));
                return;
            }
            result.ExpectRaceOn(sweep.Id);
            present = await metadata.Read<Sweep>(partition, sweep.Id, cancel);
        }
    }

    private async Task<bool> HasMore(string partition, Sweep sweep, CancellationToken cancel)
    {
        if (sweep.Ref.IsOfOwner)
        {
            // The counters include tombstones. Looking for a file of an app could read all others, after every batch.
            var usage = await metadata.Read<Usage>(partition, Usage.IdOf(space: null), cancel);
            return (sweep.App is { } app ? usage?.AppFiles.GetValueOrDefault(app) : usage?.Files) > 0;
        }
        return (await metadata.Query(partition, sweep.FilesLeft(limit: 1), cancel)).Items.Count > 0
            || (await metadata.Query(partition, new FoldersTrashedUpTo(sweep.SpaceId, sweep.CutOff, Limit: 1), cancel)).Items.Count > 0;
    }
}
