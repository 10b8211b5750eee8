using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Quota;

/// <summary>What a tenant uses and may use.</summary>
public sealed class ReadQuota(IMetadataStore metadata)
{
    public async Task<(Tenant Tenant, Usage Usage)> Run(TenantId tenant, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        return (await metadata.Read<Tenant>(partition, Tenant.OnlyId, cancel) ?? throw Errors.Unauthorized(),
            await metadata.Read<Usage>(partition, Usage.IdOf(space: null), cancel) ?? throw Errors.Unauthorized());
    }
}
