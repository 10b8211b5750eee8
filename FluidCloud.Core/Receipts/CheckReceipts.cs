using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Receipts;

/// <summary>
/// Compares a tenant's receipts with the erasure log: each must hash to its leaf. A receipt that is neither in the log nor
/// due is made due.
/// </summary>
public sealed partial class CheckReceipts(IMetadataStore metadata, ReadLog log, Metrics metrics, TimeProvider time, ILogger<CheckReceipts> logger)
{
    private const int PageSize = 500;

    public async Task<ReceiptsCheck> Run(TenantId tenant, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        var check = new ReceiptsCheck();
        // No receipt gets its place before the checkpoint covers it, so one that is beyond came later.
        var (size, tree, present) = (0L, log.Tree(0), -1L);
        await foreach (var receipt in metadata.QueryEvery(partition, new ReceiptsInLog(PageSize), cancel))
        {
            var index = receipt.LogIndex!.Value;
            if (index >= size)
                (size, present) = (await log.Size(cancel), -1);
            if (index / Tile.FullWidth != present)
                (present, tree) = (index / Tile.FullWidth, log.Tree(size)); // In the order of the log: one tile at a time.
            if (index < size && (await tree.Hashes(0, present, cancel))[index % Tile.FullWidth].AsSpan().SequenceEqual(receipt.ToLeaf()))
            {
                check.Good++;
                continue;
            }
            check.False.Add(receipt.FileId);
            LogFalse(logger, tenant, receipt.FileId, index);
        }
        await foreach (var receipt in metadata.QueryEvery(partition, new ReceiptsOutsideLog(PageSize), cancel))
        {
            check.Waiting++;
            if (receipt.DueAt is null)
                await MakeDue(partition, receipt, cancel);
        }
        metrics.ReceiptsFalse(check.False.Count);
        return check;
    }

    private async Task MakeDue(string partition, ErasureReceipt receipt, CancellationToken cancel)
    {
        var result = await metadata.Commit(partition, [Change.Replace(receipt with { DueAt = time.GetUtcNow() })], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(receipt.Id);
    }

    [LoggerMessage(4012, LogLevel.Critical, "Audit of tenant {Tenant}: the receipt of file {File} is not what the erasure log has at {Index}")]
    private static partial void LogFalse(ILogger log, TenantId tenant, FileId file, long index);
}

public sealed class ReceiptsCheck
{
    public long Good { get; set; }

    /// <summary>Not in the log yet.</summary>
    public long Waiting { get; set; }

    /// <summary>Of files whose receipts are not what the log has.</summary>
    public List<FileId> False { get; } = [];
}

/// <summary>The receipts of a tenant that are in the log, in the order of the log.</summary>
public sealed record ReceiptsInLog : Query<ErasureReceipt>
{
    public ReceiptsInLog(int limit) : base(limit) => After = new(["", "~"]); // Behind every id without a place.

    public override QueryShape Shape => QueryShape.All.Ascending("log_place", "id");
}

/// <summary>The receipts of a tenant that are not, by file.</summary>
public sealed record ReceiptsOutsideLog(int Limit) : Query<ErasureReceipt>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereEqual("log_place", "").Ascending("id");
}
