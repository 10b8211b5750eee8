using FluidCloud.Core.Access;
using FluidCloud.Core.Files;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>
/// Deletes a share. Its link returns 404 at the origin when the call returns, and is purged from the edge within minutes.
/// </summary>
public sealed class RevokeShare(IMetadataStore metadata, LocateFiles locate, DeleteShares delete, TimeProvider time)
{
    /// <exception cref="FluidCloudException">404 no such share, or already revoked.</exception>
    public async Task Run(Reach reach, ShareId id, CancellationToken cancel)
    {
        var partition = Partitions.Of(reach.Tenant);
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var share = await metadata.Read<Share>(partition, id.ToString(), cancel) ?? throw Errors.ShareNotFound();
            if (!reach.IsWhole && await locate.ById(reach, share.FileId, cancel) is null)
                throw Errors.ShareNotFound();
            var result = await metadata.Commit(partition, 
                [.. delete.Changes([share]), Change.Create(Revocation.Of(reach.Tenant, RevokedKind.Share, share.Id, time.GetUtcNow()))], cancel);
            if (result.Succeeded)
                return;
            result.ExpectRaceOn(share.Id);
        }
    }
}
