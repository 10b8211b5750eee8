using FluidCloud.Adapters.Cosmos;
using FluidCloud.Cli;
using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>What can be said about Cosmos DB without one.</summary>
public sealed class CosmosSetupTests
{
    private static readonly ContainerProperties Described = CosmosContainer.Describe("metadata");

    private static readonly IReadOnlyList<string> Composites =
        [.. Described.IndexingPolicy.CompositeIndexes.Select(index => string.Join(" ", index.Select(path => path.Path)))];

    [Fact]
    public void The_container_is_partitioned_by_one_path_and_expires_only_what_says_so()
    {
        Described.PartitionKeyPath.ShouldBe("/partition");
        Described.DefaultTimeToLive.ShouldBe(-1);
    }

    [Fact]
    public void Every_index_of_the_port_is_a_composite_index_behind_partition_and_type()
    {
        foreach (var fields in MetadataIndexes.InPartition)
            Composites.ShouldContain($"/partition /type /{string.Join(" /", fields)}");
        Composites.ShouldBeUnique();
    }

    [Theory]
    [InlineData("https://localhost:8081/", true)]
    [InlineData("https://127.0.0.1:8081/", true)]
    [InlineData("https://fluidcloud.documents.azure.com/", false)]
    [InlineData("https://10.0.0.4:8081/", false)]
    public void Only_a_loopback_endpoint_may_sign_its_own_certificate(string endpoint, bool allowed)
    {
        var options = CosmosConnection.Options(new() { Endpoint = new(endpoint) });
        (options.ServerCertificateCustomValidationCallback is not null).ShouldBe(allowed);
        options.LimitToEndpoint.ShouldBe(allowed);
    }

    [Theory]
    [InlineData(ConsistencyLevel.Strong, 3, true)]
    [InlineData(ConsistencyLevel.BoundedStaleness, 1, true)]
    [InlineData(ConsistencyLevel.BoundedStaleness, 2, false)]
    [InlineData(ConsistencyLevel.Session, 1, false)]
    [InlineData(ConsistencyLevel.Eventual, 1, false)]
    public void Every_instance_must_see_at_once_what_another_has_committed(ConsistencyLevel level, int regions, bool enough) =>
        ConsistencyCheck.IsEnough(level, regions).ShouldBe(enough);

    [Fact]
    public void Only_a_key_may_go_without_TLS()
    {
        var settings = new CosmosSettings { Endpoint = new("http://fluidcloud.example:8081/") };
        Should.Throw<InvalidOperationException>(() => CosmosConnection.Open(settings, () => throw new NotSupportedException())).Message.ShouldContain("https");
        Should.Throw<NotSupportedException>(() => CosmosConnection.Open(settings with { Endpoint = new("https://fluidcloud.example/") }, () => throw new NotSupportedException()));
        CosmosConnection.Open(settings with { Key = StoreOptions.EmulatorKey }, () => throw new NotSupportedException()).Dispose();
    }

    [Fact]
    public void Connections_are_direct_unless_the_gateway_is_asked_for()
    {
        var settings = new CosmosSettings { Endpoint = new("https://fluidcloud.documents.azure.com/") };
        CosmosConnection.Options(settings).ConnectionMode.ShouldBe(ConnectionMode.Direct);
        CosmosConnection.Options(settings with { Gateway = true }).ConnectionMode.ShouldBe(ConnectionMode.Gateway);
        CosmosConnection.Options(settings with { PreferredRegions = ["West Europe"] }).ApplicationPreferredRegions.ShouldBe(["West Europe"]);
    }
}
