using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Shares;

namespace FluidCloud.Core.Rescans;

/// <summary>
/// Revokes every link of a quarantined file. It may be interrupted anywhere and run twice: the file has a due time until all
/// links are revoked.
/// </summary>
public sealed class RevokeLinksOfFile(IMetadataStore metadata, RevokeShare revoke)
{
    private const int PageSize = 50;

    public async Task Run(FileItem file)
    {
        var partition = Partitions.Of(file.TenantId);
        if (file.Shared)
        {
            await foreach (var share in metadata.QueryEvery(partition, new SharesOfFile(file.FileId, PageSize), CancellationToken.None))
                await Revoke(share);
        }
        var result = await metadata.Commit(partition, [Change.Replace(file with { DueAt = null })], CancellationToken.None);
        if (!result.Succeeded)
            result.ExpectRaceOn(file.Id); // It was moved, trashed or purged meanwhile; a later run continues.
    }

    private async Task Revoke(Share share)
    {
        try
        {
            await revoke.Run(share.TenantId, share.ShareId, CancellationToken.None);
        }
        catch (FluidCloudException e) when (e.Code == ErrorCode.NotFound)
        {
            // Revoked or expired at the same moment.
        }
    }
}
