using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Shares;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// Deletes every share of files that are being purged, before their bytes are erased (statements 20, 21). The same commit
/// adds the links to the tombstone's count. A file that was never shared costs nothing.
/// </summary>
public sealed class DeleteSharesOfFiles(DeleteShares delete, IMetadataStore metadata)
{
    /// <summary>Two operations of the commit are the tombstone and the counters.</summary>
    private const int SharesAtOnce = (IMetadataStore.MaxOperations - 2) / DeleteShares.OperationsEach;

    /// <returns>The tombstones in their current version, without those that another worker has finished.</returns>
    public async Task<IReadOnlyList<FileItem>> Run(TenantId tenant, IReadOnlyList<FileItem> tombstones)
    {
        var partition = Partitions.Of(tenant);
        var done = new List<FileItem>();
        foreach (var tombstone in tombstones)
        {
            FileItem? file = tombstone;
            while (file is { Shared: true })
                file = await DeleteSome(partition, file);
            if (file is not null)
                done.Add(file);
        }
        return done;
    }

    /// <returns>
    /// The current tombstone, still <see cref="FileItem.Shared"/> when shares remain; null when another worker has finished
    /// it.
    /// </returns>
    private async Task<FileItem?> DeleteSome(string partition, FileItem file)
    {
        var shares = await metadata.Query(partition, new SharesOfFile(file.FileId, SharesAtOnce), CancellationToken.None);
        var next = file with
        {
            Shared = shares.Next is not null,
            Purge = file.Purge! with
            {
                // UpdatedAt is when the tombstone was written.
                LinksKilled = file.Purge.LinksKilled + shares.Items.Count(share => share.IsLiveAt(file.UpdatedAt)),
            },
        };
        var result = await metadata.Commit(partition, [Change.Replace(next), .. delete.Changes(shares.Items)], CancellationToken.None);
        if (result.Succeeded)
            return next with { ETag = result.ETags[0]! };
        result.ExpectRaceOn([file.Id, .. shares.Items.Select(share => share.Id)]);
        return await metadata.Read<FileItem>(partition, file.Id, CancellationToken.None);
    }
}
