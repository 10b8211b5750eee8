using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Receipts;

/// <summary>Seals the receipts of each tenant that has some without a block.</summary>
public sealed class ResumeSealing(IMetadataStore metadata, SealReceipts seal) : IOverdueWork
{
    public string Kind => "receipt";

    public async Task<int> Run(OverdueRun run, CancellationToken cancel)
    {
        var count = 0;
        var due = metadata.QueryEvery(null, new ReceiptsDue(run.Now, OverdueRun.PageSize), cancel);
        await foreach (var receipt in due.DistinctBy(receipt => receipt.TenantId))
            count += await run.Attempt(receipt.TenantId, () => seal.Run(receipt.TenantId, cancel), cancel) ? 1 : 0;
        return count;
    }
}
