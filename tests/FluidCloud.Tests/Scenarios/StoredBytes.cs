using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Adapters.Azure;
using FluidCloud.Tests.Hosting;

namespace FluidCloud.Tests.Scenarios;

/// <summary>What storage holds of a tenant, seen past the API: blobs, and blocks that no blob has yet.</summary>
internal static class StoredBytes
{
    public static Task<IReadOnlyList<string>> Blobs(TenantClient client) => In(client, AzureBlobStore.Container);

    public static Task<IReadOnlyList<string>> Parts(TenantClient client) => In(client, AzurePartStore.Container);

    private static async Task<IReadOnlyList<string>> In(TenantClient client, string container)
    {
        var cancel = TestContext.Current.CancellationToken;
        return await new BlobServiceClient(client.App.StorageConnection).GetBlobContainerClient(container)
            .GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted | BlobStates.Snapshots, client.Tenant + "/", cancel)
            .Select(blob => blob.Name).ToListAsync(cancel);
    }
}
