using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// Counts a failed attempt on each tombstone, with a growing delay before the next. The count is our own, because under
/// load a host's delivery count is not to be relied on (Azure/azure-functions-host#3022).
/// </summary>
public sealed class RecordFailedErasure(IMetadataStore metadata, TimeProvider time)
{
    public async Task Run(TenantId tenant, IReadOnlyList<FileItem> tombstones)
    {
        // One commit per file: they are few, and one that another worker finished must not hide the others.
        foreach (var tombstone in tombstones)
        {
            var failed = AfterFailure(tombstone);
            var givenUp = failed.Purge is { FailedAttempts: Sweep.MaxAttempts, Sweep: not null };
            var result = await metadata.Commit(Partitions.Of(tenant),
                [Change.Replace(failed), .. SweepProgress.GivenUp(givenUp ? [failed] : [])], CancellationToken.None);
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
