using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace FluidCloud.Adapters.Azure;

/// <summary>
/// Lets web pages use signed URLs: what infra sets on the storage account of a deployment, for an emulator
/// (https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services).
/// </summary>
public static class BrowserAccess
{
    /// <param name="origins">Of the pages; none takes the permission away.</param>
    public static async Task Set(BlobServiceClient blobs, IReadOnlyList<string> origins, CancellationToken cancel)
    {
        // Azurite refuses what does not hold all of them.
        BlobServiceProperties properties = await blobs.GetPropertiesAsync(cancel);
        properties.Cors = origins.Count == 0 ? [] : [Rule(origins)];
        await blobs.SetPropertiesAsync(properties, cancel);
    }

    private static BlobCorsRule Rule(IReadOnlyList<string> origins) => new()
    {
        AllowedOrigins = string.Join(',', origins),
        AllowedMethods = "GET,HEAD,PUT",
        AllowedHeaders = "content-type,range,x-ms-*",
        ExposedHeaders = "content-length,content-range,etag,x-ms-request-id",
        MaxAgeInSeconds = 3600,
    };
}
