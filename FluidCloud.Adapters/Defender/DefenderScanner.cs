using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Adapters.Azure;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Scanning;

namespace FluidCloud.Adapters.Defender;

/// <summary>
/// Reads the verdicts of Microsoft Defender for Storage, which scans each new blob and writes its verdict to the blob's
/// index tags. Without tags there is no verdict. Uploaders can't write tags: their URLs lack the permission.
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

    /// <summary>
    /// Checks that tags may be read, with a blob that does not exist. Whether Defender is enabled can't be read from
    /// storage.
    /// </summary>
    public async Task<string?> Check(CancellationToken cancel)
    {
        try
        {
            await container.GetBlobClient("health").GetTagsAsync(cancellationToken: cancel);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // 404: the permission is there.
        }
        return null;
    }
}
