using FluidCloud.Core.Counters;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>
/// Ends a link for good. The first commit marks it revoked: from then on it is dead, counts no more, and maintenance
/// finishes what is left, which is to tell the edge and to remove the record.
/// </summary>
public sealed class RevokeShare(IMetadataStore metadata, EndLinks end, TimeProvider time)
{
    /// <summary>Revoking a link that still waits for the edge tells the edge again.</summary>
    /// <exception cref="FluidCloudException">404 no such share; a storage error when the edge could not be told yet.</exception>
    public async Task Run(TenantId tenant, ShareId id, CancellationToken cancel)
    {
        var revoked = await Mark(Partitions.Of(tenant), id, cancel);
        if (!await end.Run(revoked))
            throw Errors.LinkNotEndedYet();
    }

    private async Task<Share> Mark(string partition, ShareId id, CancellationToken cancel)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var share = await metadata.Read<Share>(partition, id.ToString(), cancel) ?? throw Errors.ShareNotFound();
            if (share.RevokedAt is not null)
                return share;
            var now = time.GetUtcNow();
            var revoked = share with { RevokedAt = now, DueAt = now + Share.GracePeriod };
            var result = await metadata.Commit(partition,
                [Change.Replace(revoked), .. new UsageDelta().Disappears(share).ToChanges()], cancel);
            if (result.Succeeded)
                return revoked with { ETag = result.ETags[0]! };
            result.ExpectRaceOn(share.Id);
        }
    }
}
