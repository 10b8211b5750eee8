using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using FluidCloud.Core.Blobs;

namespace FluidCloud.Adapters.Azure;

/// <summary>
/// Copies joined parts to the file's blob. Within an account the service copies server-side, usually immediately; otherwise
/// the copy is pending for a while (Azure "Copy Blob").
/// </summary>
internal sealed class PlaceBlob(BlobServiceClient service, SasSigner signer)
{
    /// <summary>How long a request waits for a copy, which continues afterwards.</summary>
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(20);

    /// <summary>How long the source URL of the copy is valid.</summary>
    private static readonly TimeSpan SourceLifetime = TimeSpan.FromHours(6);

    private readonly BlobContainerClient container = service.GetBlobContainerClient(AzureBlobStore.Container);

    /// <returns>Whether the blob is complete; null when there is none.</returns>
    public async Task<bool?> Find(BlobName name, CancellationToken cancel)
    {
        var blob = container.GetBlobClient(name.ToString());
        try
        {
            BlobProperties found = await blob.GetPropertiesAsync(cancellationToken: cancel);
            if (found.CopyStatus is not (CopyStatus.Failed or CopyStatus.Aborted))
                return found.CopyStatus == CopyStatus.Success;
            await blob.DeleteAsync(conditions: new() { IfMatch = found.ETag }, cancellationToken: cancel);
            return null;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <param name="version">The only version that may be copied.</param>
    /// <returns>Whether the blob is complete; if not, try again later.</returns>
    public async Task<bool> CopyFrom(BlockBlobClient source, ETag version, BlobName name, CancellationToken cancel)
    {
        var blob = container.GetBlobClient(name.ToString());
        var readable = await signer.Sign(source, new(BlobSasPermissions.Read, ContentType: null), SourceLifetime, cancel);
        try
        {
            await blob.StartCopyFromUriAsync(readable, new()
            {
                SourceConditions = new() { IfMatch = version },
                DestinationConditions = new() { IfNoneMatch = ETag.All },
            }, cancel);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            // Another request was faster.
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(GracePeriod);
        try
        {
            while (await Find(name, limit.Token) is false)
                await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
            return await Find(name, cancel) is true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
