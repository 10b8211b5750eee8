using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Core.Journal;

namespace FluidCloud.Adapters.Azure;

/// <summary>The journal in a container of its own; a rule of the account deletes what is older than 40 days.</summary>
public sealed class AzureJournalStore(BlobServiceClient service) : IJournalStore
{
    public const string Container = "journal";

    private readonly BlobContainerClient container = service.GetBlobContainerClient(Container);

    public async Task CreateContainer(CancellationToken cancel) =>
        await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancel);

    public async Task Write(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancel) =>
        await container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true, cancel);

    public async Task<byte[]?> Read(string name, CancellationToken cancel)
    {
        try
        {
            var found = await container.GetBlobClient(name).DownloadContentAsync(cancel);
            return found.Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public IAsyncEnumerable<string> List(string prefix, CancellationToken cancel) =>
        container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancel).Select(blob => blob.Name);
}
