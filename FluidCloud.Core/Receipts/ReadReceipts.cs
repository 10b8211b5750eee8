using FluidCloud.Core.Access;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Receipts;

/// <summary>Reads the receipt of an erased file, or those of a sweep.</summary>
public sealed class ReadReceipts(IMetadataStore metadata, CheckReach reachable)
{
    /// <exception cref="FluidCloudException">404: no such file was erased, or it was outside the reach.</exception>
    public async Task<ErasureReceipt> Of(Reach reach, FileId file, CancellationToken cancel) =>
        await metadata.Read<ErasureReceipt>(Partitions.Of(reach.Tenant), ErasureReceipt.IdOf(file), cancel) is { Subject: ReceiptSubject.File } receipt
        && await Covers(reach, receipt, new(), cancel)
            ? receipt
            : throw Errors.ReceiptNotFound();

    /// <summary>The closing receipt of the erasure of an app or a tenant.</summary>
    /// <exception cref="FluidCloudException">404: the tenant has no erasure with this id that is done.</exception>
    public async Task<ErasureReceipt> Of(TenantId tenant, ErasureId erasure, CancellationToken cancel) =>
        await metadata.Read<ErasureReceipt>(Partitions.Of(tenant), erasure.ToString(), cancel) is { Subject: not ReceiptSubject.File } receipt
            ? receipt
            : throw Errors.ErasureNotFound();

    public Task<Listing<ErasureReceipt>> Of(Reach reach, SweepId sweep, ListingPage page, CancellationToken cancel)
    {
        var read = new ReadFolders();
        return metadata.List(
            Partitions.Of(reach.Tenant), limit => new ReceiptsOfSweep(sweep, limit), page, ReceiptsOfSweep.Behind, cancel,
            reach.IsWhole ? null : async (receipt, stop) => await Covers(reach, receipt, read, stop));
    }

    /// <summary>Decides by the folder's present place. Receipts of a deleted folder are outside of every folder.</summary>
    private async Task<bool> Covers(Reach reach, ErasureReceipt receipt, ReadFolders read, CancellationToken cancel) =>
        reach.IsWhole
        || (receipt is { SpaceId: { } space, App: { } app } && await reachable.Covers(reach, space, receipt.FolderId, app, cancel, read));
}
