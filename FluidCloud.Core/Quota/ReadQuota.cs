using FluidCloud.Core.Counters;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Quota;

/// <summary>Reads a tenant's usage and limits.</summary>
public sealed class ReadQuota(IMetadataStore metadata)
{
    public async Task<(Tenant Tenant, Usage Usage)> Run(TenantId tenant, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        return (await metadata.Read<Tenant>(partition, Tenant.OnlyId, cancel) ?? throw Errors.Unauthorized(),
            await metadata.Read<Usage>(partition, Usage.IdOf(space: null), cancel) ?? throw Errors.Unauthorized());
    }
}
