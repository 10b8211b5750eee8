using FluidCloud.Core.Counters;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Trash;

/// <summary>
/// The <c>deleted_at</c> of something that goes to Trash: now, or just after the cut-off of the last sweep when that is
/// ahead of this instance's clock. So the earlier sweep never takes it, and no call waits for clocks (docs/adr/0011).
/// </summary>
internal sealed class TrashTime(IMetadataStore metadata, TimeProvider time)
{
    private long lastCutOff;

    public DateTimeOffset Next()
    {
        var (now, after) = (time.GetUtcNow(), UnixMicros.ToTime(lastCutOff + 1));
        return now > after ? now : after;
    }

    /// <summary>
    /// Called when a commit with that time failed: when Trash was emptied meanwhile, reads the new cut-off.
    /// </summary>
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
