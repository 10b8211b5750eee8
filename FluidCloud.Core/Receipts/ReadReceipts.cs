using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Receipts;

/// <summary>The receipts of a tenant: of one purged file, or of all that a sweep purged.</summary>
public sealed class ReadReceipts(IMetadataStore metadata)
{
    private const int PageSize = 500;

    /// <exception cref="FluidCloudException">404: the tenant has purged no such file.</exception>
    public async Task<ErasureReceipt> Of(TenantId tenant, FileId file, CancellationToken cancel) =>
        await metadata.Read<ErasureReceipt>(Partitions.Of(tenant), ErasureReceipt.IdOf(file), cancel) ?? throw Errors.ReceiptNotFound();

    public IAsyncEnumerable<ErasureReceipt> Of(TenantId tenant, SweepId sweep, CancellationToken cancel) =>
        metadata.QueryEvery(Partitions.Of(tenant), new ReceiptsOfSweep(sweep, PageSize), cancel);
}
