using FluidCloud.Core.Access;
using FluidCloud.Core.ErasureLog;

namespace FluidCloud.Core.Receipts;

/// <summary>Creates the proof that an erasure receipt is in the public log, for verification without trust in FluidCloud.</summary>
public sealed class ProveErasure(ReadReceipts receipts, ReadLog log)
{
    /// <exception cref="FluidCloudException">404: the tenant has purged no such file. 409: its receipt is not in the log yet.</exception>
    public async Task<LogProof> Run(Reach reach, FileId file, CancellationToken cancel)
    {
        var receipt = await receipts.Of(reach, file, cancel);
        if (receipt.LogIndex is not { } index)
            throw Errors.ReceiptNotInLog();
        return await log.Prove(receipt.ToText().ToBytes(), index, cancel);
    }
}
