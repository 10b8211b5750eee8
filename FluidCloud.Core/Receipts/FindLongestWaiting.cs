using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Receipts;

/// <summary>How long the receipt has waited for its place in the erasure log that waits longest, over all tenants.</summary>
public sealed class FindLongestWaiting(IMetadataStore metadata, TimeProvider time)
{
    /// <returns>Nothing when none waits.</returns>
    public async Task<TimeSpan> Run(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var oldest = await metadata.Query(null, new ReceiptsDue(now, Limit: 1), cancel);
        return oldest.Items is [var receipt, ..] ? now - receipt.DueAt!.Value : TimeSpan.Zero;
    }
}
