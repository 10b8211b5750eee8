using System.Collections.Concurrent;
using FluidCloud.Adapters.Cosmos;
using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>What goes over the network for one call of the store.</summary>
public sealed class CosmosRequestTests(CosmosEndpoint endpoint) : IClassFixture<CosmosEndpoint>, IAsyncLifetime
{
    private readonly string partition = "test:" + Guid.NewGuid().ToString("N");
    private readonly ConcurrentQueue<string> sent = new();
    private CosmosClient? client;
    private CosmosMetadataStore store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        CosmosEndpoint.SkipUnlessNamed();
        var options = CosmosConnection.Options(CosmosEndpoint.NewDatabase());
        options.ServerCertificateCustomValidationCallback = null; // The handler has its own.
        options.HttpClientFactory = () => new(new CosmosRequests(sent.Enqueue));
        client = CosmosEndpoint.Connect(options);
        store = new(await endpoint.Container(client));
        foreach (var number in Enumerable.Range(0, 5))
            (await store.Commit(partition, [Change.Create(new Thing { Id = $"a{number}" })], Cancel)).Succeeded.ShouldBeTrue();
        sent.Clear();
    }

    public ValueTask DisposeAsync()
    {
        client?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task A_page_is_one_query_whether_or_not_more_follows(int limit)
    {
        var page = await store.Query(partition, new ThingsLike(QueryShape.All, limit), Cancel);
        page.Items.Count.ShouldBe(Math.Min(limit, 5));
        sent.ShouldBe(["query"]);
    }

    [Fact]
    public async Task A_read_is_one_read_and_a_commit_one_batch()
    {
        var thing = (await store.Read<Thing>(partition, "a0", Cancel)).ShouldNotBeNull();
        (await store.Read<Thing>(partition, "none", Cancel)).ShouldBeNull();
        (await store.Commit(partition, [Change.Replace(thing), Change.Create(new Thing { Id = "b" })], Cancel)).Succeeded.ShouldBeTrue();
        sent.ShouldBe(["read", "read", "commit"]);
    }

    [Fact]
    public async Task A_create_that_lost_to_another_costs_one_query_more()
    {
        (await store.Commit(partition, [Change.Create(new Thing { Id = "a0" })], Cancel)).Succeeded.ShouldBeFalse();
        sent.ShouldBe(["commit", "query"]);
    }
}
