using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Core.ErasureLog;

namespace FluidCloud.Adapters.Azure;

/// <summary>The erasure log in a container of its own, which holds no tenant's bytes.</summary>
public sealed class AzureErasureLogStore(BlobServiceClient service) : IErasureLogStore
{
    public const string Container = "erasure-log";

    private readonly BlobContainerClient container = service.GetBlobContainerClient(Container);

    public async Task CreateContainer(CancellationToken cancel) =>
        await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancel);

    public async Task<LogBlob?> Read(string name, CancellationToken cancel)
    {
        try
        {
            var found = await container.GetBlobClient(name).DownloadContentAsync(cancel);
            return new(found.Value.Content.ToArray(), found.Value.Details.ETag.ToString());
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async Task<string?> Write(string name, ReadOnlyMemory<byte> bytes, string? version, CancellationToken cancel)
    {
        var conditions = version is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new() { IfMatch = new(version) };
        try
        {
            var written = await container.GetBlobClient(name).UploadAsync(
                BinaryData.FromBytes(bytes), new BlobUploadOptions { Conditions = conditions }, cancel);
            return written.Value.ETag.ToString();
        }
        catch (RequestFailedException e) when (e.Status == 412 || e.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            return null;
        }
    }
}
