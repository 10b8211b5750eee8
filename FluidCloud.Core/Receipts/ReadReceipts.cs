using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Receipts;

/// <summary>The receipts of a tenant: of one purged file, or of all that a sweep purged.</summary>
public sealed class ReadReceipts(IMetadataStore metadata)
{
    /// <exception cref="FluidCloudException">404: the tenant has purged no such file.</exception>
    public async Task<ErasureReceipt> Of(TenantId tenant, FileId file, CancellationToken cancel) =>
        await metadata.Read<ErasureReceipt>(Partitions.Of(tenant), ErasureReceipt.IdOf(file), cancel) ?? throw Errors.ReceiptNotFound();

    public Task<Listing<ErasureReceipt>> Of(TenantId tenant, SweepId sweep, ListingPage page, CancellationToken cancel) =>
        metadata.List(Partitions.Of(tenant), limit => new ReceiptsOfSweep(sweep, limit), page, ReceiptsOfSweep.Behind, cancel);
}
