using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Sweeps;

/// <summary>Lists sweeps for who runs the deployment.</summary>
public sealed class ListSweeps(IMetadataStore metadata)
{
    /// <summary>The most that are shown of all tenants: those that are due first.</summary>
    private const int Most = 1000;

    /// <param name="tenant">Of one tenant, the latest of each scope; null for those of all tenants that are not done.</param>
    public IAsyncEnumerable<Sweep> Run(TenantId? tenant, CancellationToken cancel) => tenant is { } one
        ? metadata.QueryEvery(Partitions.Of(one), new SweepsOfTenant(Limit: 100), cancel)
        : metadata.QueryEvery(partition: null, new SweepsOpen(Limit: 100), cancel).Take(Most);
}
