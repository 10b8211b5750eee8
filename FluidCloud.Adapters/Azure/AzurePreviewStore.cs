using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Core;
using FluidCloud.Core.Blobs;

namespace FluidCloud.Adapters.Azure;

/// <summary>Stores converted previews in a container of their own.</summary>
public sealed class AzurePreviewStore(BlobServiceClient service, SasSigner signer) : IPreviewStore
{
    public const string Container = "previews";

    private readonly BlobContainerClient container = service.GetBlobContainerClient(Container);

    public async Task CreateContainer(CancellationToken cancel) =>
        await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancel);

    public async Task Write(PreviewName name, ReadOnlyMemory<byte> jpeg, CancellationToken cancel) =>
        await Blob(name).UploadAsync(BinaryData.FromBytes(jpeg), cancel);

    public Task<Uri> Sign(PreviewName name, DownloadHeaders headers, TimeSpan lifetime, CancellationToken cancel) =>
        signer.Sign(Blob(name), SasTerms.Read(headers), lifetime, cancel);

    public async IAsyncEnumerable<StoredPreview> List(
        TenantId tenant, string idPrefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = $"{tenant}/{idPrefix}" }, cancel))
        {
            if (PreviewName.Of(blob.Name) is { } name)
                yield return new(name, blob.Properties.CreatedOn ?? blob.Properties.LastModified ?? DateTimeOffset.MaxValue);
        }
    }

    public Task<Erasure> Erase(PreviewName name, CancellationToken cancel) => EraseBlob.Run(Blob(name), cancel);

    private BlobClient Blob(PreviewName name) => container.GetBlobClient(name.ToString());
}
