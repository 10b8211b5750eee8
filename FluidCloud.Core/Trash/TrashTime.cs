using FluidCloud.Core.Counters;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Trash;

/// <summary>
/// When something goes to Trash: now. On an instance whose clock is behind the one of the last emptying it is just after
/// that emptying's cut-off, so that it stays and nobody waits for the clocks (docs/adr/0011).
/// </summary>
internal sealed class TrashTime(IMetadataStore metadata, TimeProvider time)
{
    private long lastCutOff;

    public DateTimeOffset Next()
    {
        var (now, after) = (time.GetUtcNow(), UnixMicros.ToTime(lastCutOff + 1));
        return now > after ? now : after;
    }

    /// <summary>A commit with that time lost: reads up to when the Trash was emptied, if that is why.</summary>
    public async Task Lost(CommitResult result, TenantId tenant, IEnumerable<SpaceId> spaces, CancellationToken cancel)
    {
        if (result.Conflict?.Reason != ConflictReason.ConditionFailed)
            return;
        foreach (var scope in spaces.Select(space => Usage.IdOf(space)).Prepend(Usage.IdOf(space: null)))
        {
            if (await metadata.Read<Usage>(Partitions.Of(tenant), scope, cancel) is { } usage)
                lastCutOff = Math.Max(lastCutOff, usage.LastCutOff);
        }
    }
}
