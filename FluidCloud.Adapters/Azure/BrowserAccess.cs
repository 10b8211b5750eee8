using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace FluidCloud.Adapters.Azure;

/// <summary>
/// Sets CORS rules so that web pages can use signed URLs. For emulators; infra sets them on a deployment's storage account
/// (https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services).
/// </summary>
public static class BrowserAccess
{
    /// <param name="origins">Origins of the pages; an empty list removes the permission.</param>
    public static async Task Set(BlobServiceClient blobs, IReadOnlyList<string> origins, CancellationToken cancel)
    {
        // Azurite requires all properties, so the current ones are read first.
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
