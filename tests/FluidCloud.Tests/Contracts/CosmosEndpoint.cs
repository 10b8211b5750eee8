using FluidCloud.Core.Adapters.Azure;
using Microsoft.Azure.Cosmos;
using Xunit;

namespace FluidCloud.Tests.Contracts;

/// <summary>
/// The Cosmos DB to test against, named by two environment variables: the official emulator, an account, or any endpoint
/// that speaks the protocol. Without them the tests that need it are skipped.
/// </summary>
public sealed class CosmosEndpoint : IDisposable
{
    private const string Endpoint = "FLUIDCLOUD_TEST_COSMOS";
    private const string Key = "FLUIDCLOUD_TEST_COSMOS_KEY";
    private const string Database = "fluidcloud-tests";

    private readonly Lazy<Task<Container>> container;
    private CosmosClient? client;

    public CosmosEndpoint() => container = new(Create);

    private static string? Address => Environment.GetEnvironmentVariable(Endpoint);

    private static string? AccountKey => Environment.GetEnvironmentVariable(Key);

    public static CosmosSettings Settings => new() { Endpoint = new(Address!), Gateway = true };

    /// <summary>The container under test, over a connection of one's own; null takes the shared one.</summary>
    public async Task<Container> Container(CosmosClient? over = null)
    {
        Assert.SkipUnless(Address is not null && AccountKey is not null, $"{Endpoint} names no endpoint or {Key} no key.");
        var shared = await container.Value;
        return over is null ? shared : over.GetContainer(Database, shared.Id);
    }

    public static CosmosClient Connect(CosmosClientOptions options) => new(Address, AccountKey, options);

    public void Dispose() => client?.Dispose();

    private Task<Container> Create()
    {
        client = CosmosConnection.Open(Settings, AccountKey!);
        return CosmosContainer.CreateIfMissing(client, Database, "metadata", CancellationToken.None);
    }
}
