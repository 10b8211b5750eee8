using FluidCloud.Adapters.Cosmos;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Tests.Contracts;

public sealed class CosmosMetadataStoreTests(CosmosEndpoint endpoint)
    : MetadataStoreContract, IClassFixture<CosmosEndpoint>, IAsyncLifetime
{
    private CosmosMetadataStore? store;

    protected override IMetadataStore Store => store!;

    public async ValueTask InitializeAsync() => store = new(await endpoint.Container());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
