using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// Counts a failed attempt in each tombstone and sets the time of the next, with a growing delay. It keeps its own count
/// because the host's delivery count is unreliable under load (Azure/azure-functions-host#3022).
/// </summary>
public sealed class RecordFailedErasure(IMetadataStore metadata, TimeProvider time)
{
    public async Task Run(TenantId tenant, IReadOnlyList<FileItem> tombstones)
    {
        // One commit per file: failures are few, and a conflict on one file must not fail the others.
        foreach (var tombstone in tombstones)
        {
            var failed = AfterFailure(tombstone);
            var abandoned = failed.Purge is { FailedAttempts: Sweep.MaxAttempts, Sweep: not null };
            var result = await metadata.Commit(Partitions.Of(tenant),
                [Change.Replace(failed), .. SweepProgress.Abandoned(abandoned ? [failed] : [])], CancellationToken.None);
            if (!result.Succeeded && result.Conflict!.Change.Id == SweepProgress.SweepDocument(failed))
                result = await metadata.Commit(Partitions.Of(tenant), [Change.Replace(failed)], CancellationToken.None);
            if (!result.Succeeded)
                result.ExpectRaceOn(tombstone.Id);
        }
    }

    private FileItem AfterFailure(FileItem tombstone)
    {
        var attempts = tombstone.Purge!.FailedAttempts + 1;
        return tombstone with
        {
            Purge = tombstone.Purge with { FailedAttempts = attempts },
            DueAt = time.GetUtcNow() + RetryDelay.After(attempts),
        };
    }
}
