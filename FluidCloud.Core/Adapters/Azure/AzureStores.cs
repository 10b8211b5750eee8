using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Health;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Adapters.Azure;

/// <summary>
/// The three stores of a deployment, from its settings (local.settings.sample.json names them). With an endpoint alone
/// the process's own identity is used, as in Azure; a connection string or key is for the emulators.
/// </summary>
public static class AzureStores
{
    /// <summary>The prefix of the storage settings, which the queue triggers share.</summary>
    public const string Storage = "FluidCloudStorage";

    public const string Cosmos = "FluidCloudCosmos";

    private const string Database = "fluidcloud";
    private const string Container = "metadata";

    public static IServiceCollection AddAzureStores(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<TokenCredential>(_ => new DefaultAzureCredential(new DefaultAzureCredentialOptions
        {
            ManagedIdentityClientId = configuration[$"{Storage}:clientId"],
        }))
        .AddSingleton(provider => OpenCosmos(configuration, provider))
        .AddSingleton<IMetadataStore>(provider =>
            new CosmosMetadataStore(provider.GetRequiredService<CosmosClient>().GetContainer(Database, Container)))
        .AddSingleton(provider => configuration[Storage] is { Length: > 0 } connection
            ? new BlobServiceClient(connection, StorageClients.ForBlobs())
            : new BlobServiceClient(
                Endpoint(configuration, $"{Storage}:blobServiceUri"), provider.GetRequiredService<TokenCredential>(), StorageClients.ForBlobs()))
        .AddSingleton(provider => configuration[Storage] is { Length: > 0 } connection
            ? new QueueServiceClient(connection, StorageClients.ForQueues())
            : new QueueServiceClient(
                Endpoint(configuration, $"{Storage}:queueServiceUri"), provider.GetRequiredService<TokenCredential>(), StorageClients.ForQueues()))
        .AddStorageAdapters();

    /// <summary>The adapters over the storage clients that the host has registered.</summary>
    public static IServiceCollection AddStorageAdapters(this IServiceCollection services) => services
        .AddSingleton<SasSigner>()
        .AddSingleton<IDependencyCheck, BlobsCheck>().AddSingleton<IDependencyCheck, QueuesCheck>().AddSingleton<IErasureSettings, AccountErasureSettings>()
        .AddSingleton<AzureBlobStore>().AddSingleton<IBlobStore>(provider => provider.GetRequiredService<AzureBlobStore>())
        .AddSingleton<AzurePartStore>().AddSingleton<IPartStore>(provider => provider.GetRequiredService<AzurePartStore>())
        .AddSingleton<AzureJobQueue>().AddSingleton<IJobQueue>(provider => provider.GetRequiredService<AzureJobQueue>());

    /// <summary>Makes what a deployment gets from infra: on a developer's machine, with the emulators.</summary>
    public static async Task CreateMissing(IServiceProvider services, CancellationToken cancel)
    {
        await services.GetRequiredService<AzureBlobStore>().CreateContainer(cancel);
        await services.GetRequiredService<AzurePartStore>().CreateContainer(cancel);
        await services.GetRequiredService<AzureJobQueue>().CreateQueues(cancel);
        await CosmosContainer.CreateIfMissing(services.GetRequiredService<CosmosClient>(), Database, Container, cancel);
    }

    private static CosmosClient OpenCosmos(IConfiguration configuration, IServiceProvider provider)
    {
        var settings = new CosmosSettings
        {
            Endpoint = Endpoint(configuration, $"{Cosmos}:endpoint"),
            Gateway = string.Equals(configuration[$"{Cosmos}:gateway"], "true", StringComparison.OrdinalIgnoreCase),
        };
        return configuration[$"{Cosmos}:key"] is { Length: > 0 } key
            ? CosmosConnection.Open(settings, key)
            : CosmosConnection.Open(settings, provider.GetRequiredService<TokenCredential>());
    }

    private static Uri Endpoint(IConfiguration configuration, string name) =>
        Uri.TryCreate(configuration[name], UriKind.Absolute, out var endpoint)
            ? endpoint
            : throw new InvalidOperationException($"Setting {name.Replace(":", "__", StringComparison.Ordinal)} must be a URL.");
}
