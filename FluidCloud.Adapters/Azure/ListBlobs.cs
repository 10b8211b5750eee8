using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Core;
using FluidCloud.Core.Blobs;

namespace FluidCloud.Adapters.Azure;

internal static class ListBlobs
{
    /// <remarks>
    /// Storage lists by name, and the names of a tenant's blobs differ only in the id. An uncommitted blob may have no time
    /// (Azure "List Blobs"): it is treated as new, and the service drops it a week after its last block ("Put Block").
    /// </remarks>
    public static IAsyncEnumerable<StoredBlob> Run(
        BlobContainerClient container, BlobStates states, TenantId tenant, string idPrefix, CancellationToken cancel) => container
        .GetBlobsAsync(new GetBlobsOptions { States = states, Prefix = $"{tenant}/{idPrefix}" }, cancel)
        .Select(blob => new StoredBlob(
            blob.Name[(blob.Name.IndexOf('/', StringComparison.Ordinal) + 1)..], blob.Properties.CreatedOn ?? blob.Properties.LastModified ?? DateTimeOffset.MaxValue));
}
