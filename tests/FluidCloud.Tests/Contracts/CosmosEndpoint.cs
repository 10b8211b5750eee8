using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.Cosmos;
using FluidCloud.Cli;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Tests.Contracts;

/// <summary>
/// The Cosmos DB to test against, named by two environment variables: the official emulator, an account, or any endpoint
/// that speaks the protocol. Without them the tests that need it are skipped. Whoever tests makes a database of its own
/// there, and drops it at the end.
/// </summary>
public sealed class CosmosEndpoint : IAsyncDisposable
{
    private const string Endpoint = "FLUIDCLOUD_TEST_COSMOS";
    private const string Key = "FLUIDCLOUD_TEST_COSMOS_KEY";

    private readonly CosmosSettings settings = IsNamed ? NewDatabase() : new();
    private readonly Lazy<Task<Container>> container;
    private CosmosClient? client;

    public CosmosEndpoint() => container = new(Create);

    public static bool IsNamed => Address is { Length: > 0 };

    private static string? Address => Environment.GetEnvironmentVariable(Endpoint);

    private static string AccountKey => Environment.GetEnvironmentVariable(Key) ?? StoreOptions.EmulatorKey;

    /// <summary>A database that is not there yet.</summary>
    public static CosmosSettings NewDatabase() =>
        new() { Endpoint = new(Address!), Key = AccountKey, Gateway = true, Database = $"fluidcloud-tests-{Guid.NewGuid():N}" };

    public static void SkipUnlessNamed() => Assert.SkipUnless(IsNamed, $"{Endpoint} names no Cosmos DB.");

    /// <summary>The container under test, over a connection of one's own; null takes the shared one.</summary>
    public async Task<Container> Container(CosmosClient? over = null)
    {
        SkipUnlessNamed();
        var shared = await container.Value;
        return over is null ? shared : over.GetContainer(settings.Database, shared.Id);
    }

    public static CosmosClient Connect(CosmosClientOptions options) => new(Address, AccountKey, options);

    public async ValueTask DisposeAsync()
    {
        if (client is null)
            return;
        await client.GetDatabase(settings.Database).DeleteStreamAsync();
        client.Dispose();
    }

    private async Task<Container> Create()
    {
        client = CosmosConnection.Open(settings, () => throw new InvalidOperationException("There is a key."));
        var created = client.GetContainer(settings.Database, AzureStores.Container);
        await CosmosContainer.CreateIfMissing(created, CancellationToken.None);
        return created;
    }
}
