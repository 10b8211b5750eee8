using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FluidCloud.Adapters.Cosmos;
using FluidCloud.Adapters.Sqlite;
using FluidCloud.Adapters.Timestamps;
using FluidCloud.Adapters.Witnesses;
using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Health;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Shares;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Adapters.Azure;

/// <summary>
/// Registers the blobs, queues, edge cache and metadata of a deployment, from <see cref="StorageSettings"/>,
/// <see cref="EdgeSettings"/> and the metadata settings.
/// </summary>
public static class AzureStores
{
    /// <summary>The prefix of the storage settings, which the queue triggers share.</summary>
    public const string Storage = "FluidCloudStorage";

    public const string Cosmos = "FluidCloudCosmos";

    public const string Edge = "FluidCloudEdge";

    public const string Database = "fluidcloud";

    /// <summary>The container of the metadata.</summary>
    public const string Container = "metadata";

    public static IServiceCollection AddAzureStores(this IServiceCollection services) => services
        .AddSingleton<TokenCredential>(provider => new DefaultAzureCredential(new DefaultAzureCredentialOptions
        {
            ManagedIdentityClientId = provider.GetRequiredService<StorageSettings>().ClientId,
        }))
        .AddSingleton(provider => provider.GetRequiredService<StorageSettings>() switch
        {
            { ConnectionString: { } connection } => new BlobServiceClient(connection, StorageClients.ForBlobs()),
            var settings => new BlobServiceClient(
                settings.BlobServiceUri, provider.GetRequiredService<TokenCredential>(), StorageClients.ForBlobs()),
        })
        .AddSingleton(provider => provider.GetRequiredService<StorageSettings>() switch
        {
            { ConnectionString: { } connection } => new QueueServiceClient(connection, StorageClients.ForQueues()),
            var settings => new QueueServiceClient(
                settings.QueueServiceUri, provider.GetRequiredService<TokenCredential>(), StorageClients.ForQueues()),
        })
        .AddSingleton<IEdgeCache>(provider => provider.GetRequiredService<EdgeSettings>() switch
        {
            { FrontDoorEndpoint: null } => new NoEdgeCache(),
            var settings => new FrontDoorEdgeCache(settings, provider.GetRequiredService<ShareSettings>(), provider.GetRequiredService<AzureResources>()),
        })
        .AddSingleton(provider => new AzureResources(provider.GetRequiredService<TokenCredential>(), new()))
        .AddStorageAdapters()
        .AddSingleton<IErasureSettings>(provider => provider.GetRequiredService<StorageSettings>() is { Account: { } account }
            ? new AzureErasureSettings(account, provider.GetRequiredService<AzureResources>())
            : new AccountErasureSettings(provider.GetRequiredService<BlobServiceClient>()));

    /// <summary>Adds the configured metadata store: SQLite when a path is given, otherwise Cosmos DB.</summary>
    /// <param name="sqlitePath">null for Cosmos DB.</param>
    public static IServiceCollection AddMetadata(this IServiceCollection services, string? sqlitePath) =>
        sqlitePath is { Length: > 0 } ? services.AddSqliteMetadata(sqlitePath) : services.AddCosmosMetadata();

    /// <summary>The metadata store alone, from <see cref="CosmosSettings"/>.</summary>
    public static IServiceCollection AddCosmosMetadata(this IServiceCollection services) => services
        .AddSingleton(provider => CosmosConnection.Open(provider.GetRequiredService<CosmosSettings>(), provider.GetRequiredService<TokenCredential>))
        .AddSingleton(provider => provider.GetRequiredService<CosmosClient>().GetContainer(provider.GetRequiredService<CosmosSettings>().Database, Container))
        .AddSingleton<IMetadataStore, CosmosMetadataStore>()
        .AddSingleton<IRateLimiter, LeaseFromStore>()
        .AddSingleton<IDependencyCheck, ConsistencyCheck>();

    /// <summary>The adapters over the storage clients that the host has registered.</summary>
    public static IServiceCollection AddStorageAdapters(this IServiceCollection services) => services
        .AddSingleton<SasSigner>()
        .AddSingleton<IDependencyCheck, BlobsCheck>().AddSingleton<IDependencyCheck, QueuesCheck>().AddSingleton<IErasureSettings, AccountErasureSettings>()
        .AddSingleton<AzureBlobStore>().AddSingleton<IBlobStore>(provider => provider.GetRequiredService<AzureBlobStore>())
        .AddSingleton<AzurePartStore>().AddSingleton<IPartStore>(provider => provider.GetRequiredService<AzurePartStore>())
        .AddSingleton<AzurePreviewStore>().AddSingleton<IPreviewStore>(provider => provider.GetRequiredService<AzurePreviewStore>())
        .AddSingleton<AzureErasureLogStore>().AddSingleton<IErasureLogStore>(provider => provider.GetRequiredService<AzureErasureLogStore>())
        .AddSingleton<AzureJournalStore>().AddSingleton<IJournalStore>(provider => provider.GetRequiredService<AzureJournalStore>())
        .AddSingleton<IWitnessClient, HttpWitnessClient>().AddSingleton<ITimestampAuthority, HttpTimestampAuthority>()
        .AddSingleton<AzureJobQueue>().AddSingleton<IJobQueue>(provider => provider.GetRequiredService<AzureJobQueue>());

    /// <summary>
    /// Creates the containers and queues that infra creates for a deployment. For development, with the emulators.
    /// </summary>
    public static async Task CreateMissing(IServiceProvider services, CancellationToken cancel)
    {
        await services.GetRequiredService<AzureBlobStore>().CreateContainer(cancel);
        await services.GetRequiredService<AzurePartStore>().CreateContainer(cancel);
        await services.GetRequiredService<AzurePreviewStore>().CreateContainer(cancel);
        await services.GetRequiredService<AzureErasureLogStore>().CreateContainer(cancel);
        await services.GetRequiredService<AzureJournalStore>().CreateContainer(cancel);
        await services.GetRequiredService<AzureJobQueue>().CreateQueues(cancel);
        if (services.GetService<Container>() is { } container)
            await CosmosContainer.CreateIfMissing(container, cancel);
    }
}
