using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Receipts;

/// <summary>Measures how long the oldest receipt of all tenants has waited for the erasure log.</summary>
public sealed class FindLongestWaiting(IMetadataStore metadata, TimeProvider time)
{
    /// <returns>Zero when none waits.</returns>
    public async Task<TimeSpan> Run(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var oldest = await metadata.Query(null, new ReceiptsDue(now, Limit: 1), cancel);
        return oldest.Items is [var receipt, ..] ? now - receipt.DueAt!.Value : TimeSpan.Zero;
    }
}
