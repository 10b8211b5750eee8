using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Core.Blobs;

namespace FluidCloud.Adapters.Azure;

internal static class EraseBlob
{
    /// <remarks>
    /// The response tells whether the account keeps deleted bytes (Azure "Delete Blob", x-ms-delete-type-permanent).
    /// </remarks>
    public static async Task<Erasure> Run(BlobClient blob, CancellationToken cancel)
    {
        try
        {
            using var answer = await blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancel);
            return answer.Headers.TryGetValue("x-ms-delete-type-permanent", out var permanent)
                ? permanent == "true" ? Erasure.Permanent : Erasure.Recoverable
                : Erasure.Unstated;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return Erasure.Absent;
        }
    }
}
