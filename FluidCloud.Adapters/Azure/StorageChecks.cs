using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FluidCloud.Core.Health;
using FluidCloud.Core.Jobs;

namespace FluidCloud.Adapters.Azure;

/// <summary>Checks that the container of the files exists.</summary>
public sealed class BlobsCheck(BlobServiceClient service) : IDependencyCheck
{
    public string Name => "blobs";

    public async Task<string?> Run(CancellationToken cancel)
    {
        await service.GetBlobContainerClient(AzureBlobStore.Container).GetPropertiesAsync(cancellationToken: cancel);
        return null;
    }
}

/// <summary>Checks that every queue exists.</summary>
public sealed class QueuesCheck(QueueServiceClient service) : IDependencyCheck
{
    public string Name => "queues";

    public async Task<string?> Run(CancellationToken cancel)
    {
        await Task.WhenAll(JobQueues.All.Select(queue => service.GetQueueClient(queue).GetPropertiesAsync(cancel)));
        return null;
    }
}

/// <summary>
/// Reads from Azure Resource Manager whether the account keeps deleted bytes; no data role can read all of it. Needs Reader on the account.
/// https://learn.microsoft.com/rest/api/storagerp/blob-services/get-service-properties
/// </summary>
public sealed class AzureErasureSettings(string account, AzureResources azure) : IErasureSettings
{
    private const string ApiVersion = "2025-06-01";

    public async Task<ErasureState> Read(CancellationToken cancel)
    {
        var answer = await azure.Send(RequestMethod.Get, $"{account}/blobServices/default", ApiVersion, body: null, cancel);
        var properties = answer.ToObjectFromJson<JsonElement>().GetProperty("properties");
        var kept = new[]
        {
            IsOn("isVersioningEnabled") ? "blob versioning" : null,
            IsOn("deleteRetentionPolicy", "enabled") ? "blob soft delete" : null,
            IsOn("containerDeleteRetentionPolicy", "enabled") ? "container soft delete" : null,
            IsOn("restorePolicy", "enabled") ? "point-in-time restore" : null,
        }.OfType<string>().ToList();
        return kept.Count == 0
            ? new(KeepsDeletedBytes: false, "Soft delete, versioning and point-in-time restore are off.")
            : new(KeepsDeletedBytes: true, $"The account keeps deleted bytes: turn off {string.Join(", ", kept)}.");

        bool IsOn(params string[] path)
        {
            var found = properties;
            return path.All(name => found.ValueKind == JsonValueKind.Object && found.TryGetProperty(name, out found)) && found.ValueKind == JsonValueKind.True;
        }
    }
}

/// <summary>
/// Outside Azure: reads soft delete from the account's service properties. Versioning is not among them. Blobs of a versioned account have a version id, so one blob is read for it.
/// https://learn.microsoft.com/rest/api/storageservices/get-blob-service-properties
/// </summary>
public sealed class AccountErasureSettings(BlobServiceClient service) : IErasureSettings
{
    public async Task<ErasureState> Read(CancellationToken cancel)
    {
        if (await HasVersions(cancel))
            return new(KeepsDeletedBytes: true, "Blob versioning is on: deleted bytes stay as old versions. Turn it off.");
        try
        {
            var retention = (await service.GetPropertiesAsync(cancel)).Value.DeleteRetentionPolicy;
            return retention is { Enabled: true }
                ? new(KeepsDeletedBytes: true, $"Blob soft delete keeps deleted bytes for {retention.Days} days. Turn it off.")
                : new(KeepsDeletedBytes: false, "Blob soft delete is off. Versioning shows only on blobs, and was not seen on one.");
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            return new(KeepsDeletedBytes: null, "This identity is not allowed to read the settings of the storage account.");
        }
    }

    private async Task<bool> HasVersions(CancellationToken cancel)
    {
        var container = service.GetBlobContainerClient(AzureBlobStore.Container);
        await foreach (var page in container.GetBlobsAsync(cancellationToken: cancel).AsPages(pageSizeHint: 1))
            return page.Values is [{ VersionId: not null }, ..];
        return false;
    }
}
