using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Receipts;

/// <summary>
/// Gathers a tenant's unsealed receipts into blocks. Receipts are written unchained, so that purges never wait for each
/// other; only the sealing is one after the other: of two sealers at once, one makes the next block and the other reads again.
/// </summary>
public sealed class SealReceipts(IMetadataStore metadata, TimeProvider time)
{
    /// <summary>One operation of the commit is the block.</summary>
    private const int MaxReceipts = IMetadataStore.MaxOperations - 1;

    public async Task Run(TenantId tenant, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        var race = new CommitRace(time);
        while (true)
        {
            var last = await metadata.Query(partition, new LastReceiptBlock(), cancel);
            var waiting = await metadata.Query(partition, new ReceiptsOfSeal(ErasureReceipt.Unsealed, MaxReceipts), cancel);
            if (waiting.Items.Count == 0)
                return;
            var block = ReceiptBlock.Over(last.Items is [var head, ..] ? head : null, waiting.Items, time.GetUtcNow());
            var sealing = waiting.Items.Select(receipt => Change.Replace(receipt with { Seal = block.Seal, DueAt = null }));
            var result = await metadata.Commit(partition, [Change.Create(block), .. sealing], cancel);
            if (result.Succeeded)
            {
                race = new(time);
                continue;
            }
            if (result.Conflict!.Reason != ConflictReason.Exists)
                result.ExpectRaceOn(waiting.Items.Select(receipt => receipt.Id));
            await race.Lost(cancel);
        }
    }
}
