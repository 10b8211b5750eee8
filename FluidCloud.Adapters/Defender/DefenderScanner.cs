using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Adapters.Azure;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Scanning;

namespace FluidCloud.Adapters.Defender;

/// <summary>
/// Microsoft Defender for Storage scans each blob by itself when it is stored, and writes its verdict into the blob's index tags. This only reads
/// them: no tag, no verdict. Those who upload can't write any; the permission is not in their URLs.
/// </summary>
public sealed class DefenderScanner(BlobServiceClient service, DefenderSettings settings) : IMalwareScanner
{
    private readonly BlobContainerClient container = service.GetBlobContainerClient(AzureBlobStore.Container);

    public string Kind => "defender";

    public long? SizeLimit => settings.MaxBytes;

    public async Task<ScanVerdict> Scan(BlobName blob, Stream bytes, CancellationToken cancel)
    {
        try
        {
            GetBlobTagResult found = await container.GetBlobClient(blob.ToString()).GetTagsAsync(cancellationToken: cancel);
            return DefenderTags.Judge(found.Tags);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw new InvalidDataException("The file has no bytes.", e);
        }
    }

    /// <summary>Whether tags may be read: of a blob that there is not. That Defender is on, storage does not tell.</summary>
    public async Task<string?> Check(CancellationToken cancel)
    {
        try
        {
            await container.GetBlobClient("health").GetTagsAsync(cancellationToken: cancel);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // So it may.
        }
        return null;
    }
}
