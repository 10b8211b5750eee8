using System.Globalization;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FluidCloud.Adapters.Azure;
using FluidCloud.Core;
using FluidCloud.Functions.Settings;
using FluidCloud.Local.Hosting;
using FluidCloud.WorkerHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Tests.Hosting;

/// <summary>The published app on the real worker, and the use cases beside it over the same stores, for what no route does.</summary>
internal sealed class WorkerApp : IAsyncDisposable
{
    private WorkerApp(FunctionsHost host, ServiceProvider services) => (Host, Services) = (host, services);

    public FunctionsHost Host { get; }

    public ServiceProvider Services { get; }

    /// <param name="settings">Beside those of the stores, by their names in the configuration.</param>
    public static async Task<WorkerApp> Start(
        MetadataPlace metadata, string storageConnection, IEnumerable<KeyValuePair<string, string?>> settings, CollectedLog log, int port, CancellationToken cancel)
    {
        var environment = new Dictionary<string, string>
        {
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
            ["FluidCloudStorage"] = storageConnection,
            ["FluidCloudShares__baseUrl"] = TestShares.Settings.BaseUrl.ToString(),
            ["FluidCloudShares__signingKeys__0"] = TestShares.Settings.SigningKeys[0],
            ["FluidCloudErasureLog__origin"] = TestLog.Settings.Origin!,
            ["FluidCloudErasureLog__signingKey"] = TestLog.Settings.SigningKey!,
            ["FluidCloudRateLimits__requests"] = int.MaxValue.ToString(CultureInfo.InvariantCulture),
            ["FluidCloudRateLimits__shareCreations"] = int.MaxValue.ToString(CultureInfo.InvariantCulture),
            ["FluidCloudRateLimits__uploadStarts"] = int.MaxValue.ToString(CultureInfo.InvariantCulture),
            ["FluidCloudRateLimits__urlImports"] = int.MaxValue.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in metadata switch
        {
            MetadataPlace.CosmosDatabase { Settings: var cosmos } =>
            [
                ("FluidCloudCosmos__endpoint", cosmos.Endpoint.ToString()), ("FluidCloudCosmos__key", cosmos.Key!),
                ("FluidCloudCosmos__database", cosmos.Database), ("FluidCloudCosmos__gateway", "true"),
            ],
            MetadataPlace.SqliteFile { Path: var path } => new[] { ("FluidCloudSqlite__path", path) },
            _ => throw new InvalidOperationException($"{metadata} is no place that the worker knows."),
        })
        {
            environment[name] = value;
        }
        foreach (var (name, value) in settings)
            environment[name.Replace(":", "__", StringComparison.Ordinal)] = value ?? "";

        var host = await FunctionsHost.Start(await PublishedApp.Folder(), environment, storageConnection, log.Add, cancel, port);
        var services = metadata.AddTo(new ServiceCollection())
            .AddLogging()
            .AddSingleton(TestShares.Settings)
            .AddSingleton(TestLog.Settings)
            .AddSettings(new ConfigurationBuilder().Build(), SettingsSections.Features)
            .AddSingleton(new BlobServiceClient(storageConnection, StorageClients.ForBlobs()))
            .AddSingleton(new QueueServiceClient(storageConnection, StorageClients.ForQueues()))
            .AddStorageAdapters()
            .AddFluidCloud()
            .BuildServiceProvider();
        return new(host, services);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Services.DisposeAsync();
    }
}
