using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Receipts;

/// <summary>Checks a tenant's blocks, from the first to the last, against each other and against their receipts.</summary>
public sealed class VerifyReceipts(IMetadataStore metadata)
{
    private const int PageSize = 100;

    public async Task<ReceiptVerification> Run(TenantId tenant, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        ReceiptBlock? previous = null;
        var receipts = 0L;
        await foreach (var block in metadata.QueryEvery(partition, new ReceiptBlocks(PageSize), cancel))
        {
            var held = await metadata.QueryEvery(partition, new ReceiptsOfSeal(block.Seal, PageSize), cancel).ToListAsync(cancel);
            if (Problem(block, previous, held) is { } problem)
                return new(previous?.Number ?? 0, receipts, previous?.Hash, new(block.Number, problem));
            receipts += held.Count;
            previous = block;
        }
        return new(previous?.Number ?? 0, receipts, previous?.Hash, Broken: null);
    }

    /// <returns>null when the block holds.</returns>
    private static string? Problem(ReceiptBlock block, ReceiptBlock? previous, List<ErasureReceipt> receipts)
    {
        if (block.Number != (previous?.Number ?? 0) + 1)
            return $"block {(previous?.Number ?? 0) + 1} is missing";
        if (block.PreviousHash != (previous?.Hash ?? ReceiptBlock.NoBlock))
            return "it does not follow the block before";
        if (block.Hash != block.ComputeHash())
            return "it was changed after it was sealed";
        if (block.Receipts != receipts.Count)
            return $"it sealed {block.Receipts} receipts and {receipts.Count} are there";
        return block.Root == ReceiptBlock.RootOf(receipts) ? null : "a receipt was changed after it was sealed";
    }
}

/// <param name="Blocks">How many hold, from the first on.</param>
/// <param name="LastHash">Of the last that holds; null when there is none. Whoever notes it can later tell whether the chain before was rewritten.</param>
/// <param name="Broken">The first block that does not hold; null when all do.</param>
public sealed record ReceiptVerification(long Blocks, long Receipts, string? LastHash, BrokenBlock? Broken);

public sealed record BrokenBlock(long Number, string Problem);
