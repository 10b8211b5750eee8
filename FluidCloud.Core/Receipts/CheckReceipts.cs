using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Receipts;

/// <summary>
/// Holds a tenant's receipts against the erasure log: each must still be what its leaf is the hash of. One that is neither in the
/// log nor due for it is made due.
/// </summary>
public sealed class CheckReceipts(IMetadataStore metadata, ReadLog log, TimeProvider time)
{
    private const int PageSize = 500;

    public async Task<ReceiptsCheck> Run(TenantId tenant, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        var check = new ReceiptsCheck();
        // Receipts only come to be in the log: its size now covers every index that is read from here on but those of later.
        TreeReader? tree = null;
        var size = 0L;
        await foreach (var receipt in metadata.QueryEvery(partition, new ReceiptsFrom(PageSize), cancel))
        {
            if (receipt.LogIndex is not { } index)
            {
                check.Waiting++;
                if (receipt.DueAt is null)
                    await MakeDue(partition, receipt, cancel);
                continue;
            }
            if (index >= size)
            {
                size = await log.Size(cancel);
                tree = log.Tree(size);
            }
            if (index < size && (await tree!.Hashes(0, index / Tile.FullWidth, cancel))[index % Tile.FullWidth].AsSpan().SequenceEqual(receipt.ToLeaf()))
                check.Good++;
            else
                check.False.Add(receipt.FileId);
        }
        return check;
    }

    private async Task MakeDue(string partition, ErasureReceipt receipt, CancellationToken cancel)
    {
        var result = await metadata.Commit(partition, [Change.Replace(receipt with { DueAt = time.GetUtcNow() })], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(receipt.Id);
    }
}

public sealed class ReceiptsCheck
{
    public long Good { get; set; }

    /// <summary>Not in the log yet.</summary>
    public long Waiting { get; set; }

    /// <summary>Of files whose receipts are not what the log has.</summary>
    public List<FileId> False { get; } = [];
}

/// <summary>All receipts of a tenant, by file.</summary>
public sealed record ReceiptsFrom(int Limit) : Query<ErasureReceipt>(Limit)
{
    public override QueryShape Shape => QueryShape.All;
}
