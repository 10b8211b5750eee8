using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Receipts;

/// <summary>What somebody needs to check an erasure receipt against its block and the chain of blocks, without trusting anybody.</summary>
public sealed class ProveErasure(IMetadataStore metadata)
{
    private const int PageSize = 100; // A block holds fewer receipts.

    /// <exception cref="FluidCloudException">404: the tenant has purged no such file. 409: its receipt is not sealed yet.</exception>
    public async Task<ErasureProof> Run(TenantId tenant, FileId file, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        var receipt = await metadata.Read<ErasureReceipt>(partition, ErasureReceipt.IdOf(file), cancel) ?? throw Errors.ReceiptNotFound();
        if (receipt.Seal == ErasureReceipt.Unsealed)
            throw Errors.ReceiptNotSealed();
        var block = await metadata.Read<ReceiptBlock>(partition, ReceiptBlock.IdOf(receipt.Seal), cancel)
            ?? throw new InvalidOperationException($"Receipt block {receipt.Seal} is missing.");
        var together = await metadata.QueryEvery(partition, new ReceiptsOfSeal(receipt.Seal, PageSize), cancel).ToListAsync(cancel);
        var path = MerkleTree.Path(ReceiptBlock.Leaves(together), together.FindIndex(one => one.Id == receipt.Id));
        return new(receipt.ToSealedText(), path, block);
    }

    /// <summary>The chain, the first block first.</summary>
    public Task<Listing<ReceiptBlock>> Blocks(TenantId tenant, ListingPage page, CancellationToken cancel) =>
        metadata.List(Partitions.Of(tenant), limit => new ReceiptBlocks(limit), page, ReceiptBlocks.Behind, cancel);
}

/// <param name="Text">What was sealed of the receipt.</param>
/// <param name="Path">From its hash to the root that the block holds.</param>
public sealed record ErasureProof(string Text, IReadOnlyList<MerkleStep> Path, ReceiptBlock Block);
