using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Adapters.Azure;
using FluidCloud.Local.Hosting;

namespace FluidCloud.Cli;

/// <summary>
/// Binds a storage account to one data folder. Two hosts on one Azurite would take each other's messages, and the metadata of
/// one folder does not fit the bytes of another.
/// </summary>
internal static class StorageOwner
{
    private const string Mark = "fluidcloud_owner";

    /// <param name="owner">The id of the data folder.</param>
    /// <exception cref="LocalHostException">The account belongs to another data folder.</exception>
    public static async Task Claim(string connection, string owner, CancellationToken cancel)
    {
        var service = new BlobServiceClient(connection, StorageClients.ForBlobs());
        var container = service.GetBlobContainerClient(AzureBlobStore.Container);
        var mark = new Dictionary<string, string> { [Mark] = owner };
        await container.CreateIfNotExistsAsync(PublicAccessType.None, mark, cancel);
        BlobContainerProperties found = await container.GetPropertiesAsync(cancellationToken: cancel);
        if (!found.Metadata.TryGetValue(Mark, out var present))
            await container.SetMetadataAsync(mark, cancellationToken: cancel); // Created before marks existed.
        else if (present != owner)
            throw new LocalHostException(
                $"The storage at {service.Uri.Authority} belongs to another data folder: use that folder (FLUIDCLOUD_DATA), or another storage account.");
    }
}
