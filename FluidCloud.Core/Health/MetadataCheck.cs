using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Health;

/// <summary>Reads a document that does not exist: the cheapest read.</summary>
public sealed class MetadataCheck(IMetadataStore metadata) : IDependencyCheck
{
    public string Name => "metadata";

    public async Task<string?> Run(CancellationToken cancel)
    {
        await metadata.Read<TenantEntry>(Partitions.TenantDirectory, "health", cancel);
        return null;
    }
}
