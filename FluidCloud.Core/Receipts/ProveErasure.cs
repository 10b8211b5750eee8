using FluidCloud.Core.Access;
using FluidCloud.Core.ErasureLog;

namespace FluidCloud.Core.Receipts;

/// <summary>Creates the proof that an erasure receipt is in the public log, for verification without trust in FluidCloud.</summary>
public sealed class ProveErasure(ReadReceipts receipts, ReadLog log)
{
    /// <exception cref="FluidCloudException">404: the tenant has purged no such file. 409: its receipt is not in the log yet.</exception>
    public async Task<LogProof> Run(Reach reach, FileId file, CancellationToken cancel)
    {
        return await Prove(await receipts.Of(reach, file, cancel), cancel);
    }

    /// <summary>The same for the closing receipt of the erasure of an app or a tenant.</summary>
    /// <exception cref="FluidCloudException">404: there is no such erasure that is done. 409: its receipt is not in the log yet.</exception>
    public async Task<LogProof> Run(TenantId tenant, ErasureId erasure, CancellationToken cancel) =>
        await Prove(await receipts.Of(tenant, erasure, cancel), cancel);

    private async Task<LogProof> Prove(ErasureReceipt receipt, CancellationToken cancel)
    {
        if (receipt.LogIndex is not { } index)
            throw Errors.ReceiptNotInLog();
        return await log.Prove(receipt.ToText().ToBytes(), index, cancel);
    }
}
