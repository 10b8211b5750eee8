using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using FluidCloud.Core;
using FluidCloud.Core.Blobs;

namespace FluidCloud.Adapters.Azure;

/// <summary>Stores bytes in Azure Blob Storage or Azurite.</summary>
public sealed class AzureBlobStore(BlobServiceClient service, SasSigner signer) : IBlobStore
{
    public const string Container = "files";

    private readonly BlobContainerClient container = service.GetBlobContainerClient(Container);

    public async Task CreateContainer(CancellationToken cancel) =>
        await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancel);

    /// <remarks>
    /// The create permission, without write, can't replace an existing blob (Azure "Create a service SAS").
    /// </remarks>
    public Task<Uri> SignUpload(BlobName name, TimeSpan lifetime, CancellationToken cancel) =>
        signer.Sign(Blob(name), new(BlobSasPermissions.Create, ContentType: null), lifetime, cancel);

    public Task<Uri> SignDownload(BlobName name, DownloadHeaders headers, TimeSpan lifetime, CancellationToken cancel) =>
        signer.Sign(Blob(name), SasTerms.Read(headers), lifetime, cancel);

    public async Task<BlobFacts?> Find(BlobName name, CancellationToken cancel)
    {
        try
        {
            BlobProperties found = await Blob(name).GetPropertiesAsync(cancellationToken: cancel);
            return new(found.ContentLength, FlawOf(found));
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
        catch (RequestFailedException e) when (e.ErrorCode == "BlobUsesCustomerSpecifiedEncryption")
        {
            return new(Size: 0, EncryptedByUploader);
        }
    }

    public Task<Stream?> OpenRead(BlobName name, CancellationToken cancel) => OpenRead(name, new BlobDownloadOptions(), cancel);

    public Task<Stream?> OpenRead(BlobName name, long offset, long count, CancellationToken cancel) =>
        OpenRead(name, new BlobDownloadOptions { Range = new HttpRange(offset, count) }, cancel);

    private async Task<Stream?> OpenRead(BlobName name, BlobDownloadOptions options, CancellationToken cancel)
    {
        try
        {
            return (await Blob(name).DownloadStreamingAsync(options, cancel)).Value.Content;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public IAsyncEnumerable<StoredBlob> List(TenantId tenant, string idPrefix, CancellationToken cancel) =>
        ListBlobs.Run(container, BlobStates.None, tenant, idPrefix, cancel);

    public Task<Erasure> Erase(BlobName name, CancellationToken cancel) => EraseBlob.Run(Blob(name), cancel);

    /// <remarks>The uploader's PUT headers choose all of these (Azure "Put Blob"); a signed URL can't fix them.</remarks>
    private static string? FlawOf(BlobProperties found) => found switch
    {
        { BlobType: not BlobType.Block } => $"a {found.BlobType}Blob, not as a BlockBlob",
        { AccessTier: "Archive" } => "a blob in the Archive tier, which can't be read",
        { EncryptionKeySha256: not null } => EncryptedByUploader,
        _ => null,
    };

    private const string EncryptedByUploader = "a blob encrypted with a key of the uploader's own";

    private BlobClient Blob(BlobName name) => container.GetBlobClient(name.ToString());
}
