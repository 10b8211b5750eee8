using Azure;
using FluidCloud.Adapters.Azure;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

[Contract(21, 28)]
public sealed class FrontDoorEdgeCacheTests
{
    private const string Endpoint = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Cdn/profiles/p/afdEndpoints/e";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_names_the_paths_and_the_domain_of_the_links()
    {
        await using var server = await AzureResourcesServer.Start();

        await Open(server).Purge(["/s/one", "/s/two"], Cancel);

        var order = server.Orders.ShouldHaveSingleItem();
        order.Path.ShouldBe(Endpoint + "/purge");
        order.Version.ShouldBe("2023-05-01");
        order.Authorization.ShouldBe("Bearer token");
        order.ContentPaths.ShouldBe(["/s/one", "/s/two"]);
        order.Domains.ShouldBe(["files.test"]);
    }

    [Theory, InlineData(200), InlineData(202)]
    public async Task An_order_that_was_taken_is_enough(int status)
    {
        await using var server = await AzureResourcesServer.Start();
        server.Answers.Enqueue(status);

        await Open(server).Purge(["/s/one"], Cancel);

        server.Orders.Count.ShouldBe(1);
    }

    [Theory, InlineData(429), InlineData(500), InlineData(503)]
    public async Task What_passes_is_tried_again(int status)
    {
        await using var server = await AzureResourcesServer.Start();
        server.Answers.Enqueue(status);
        server.Answers.Enqueue(status);

        await Open(server).Purge(["/s/one"], Cancel);

        server.Orders.Count.ShouldBe(3);
    }

    [Theory, InlineData(500, 4), InlineData(403, 1), InlineData(404, 1)]
    public async Task What_stays_is_told_without_the_paths(int status, int orders)
    {
        await using var server = await AzureResourcesServer.Start();
        foreach (var _ in Enumerable.Range(0, 10))
            server.Answers.Enqueue(status);

        var failure = await Should.ThrowAsync<RequestFailedException>(() => Open(server).Purge(["/s/secret"], Cancel));

        failure.Status.ShouldBe(status);
        failure.ToString().ShouldNotContain("secret");
        server.Orders.Count.ShouldBe(orders);
    }

    private static FrontDoorEdgeCache Open(AzureResourcesServer server) => new(new() { FrontDoorEndpoint = Endpoint }, TestShares.Settings, server.Open());
}
