using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;

namespace FluidCloud.Core.Access;

/// <summary>Makes a tenant with its storage pool.</summary>
public sealed class CreateTenant(IMetadataStore metadata, TimeProvider time)
{
    public async Task<Tenant> Run(string name, long bytesLimit, long linksLimit, CancellationToken cancel)
    {
        var tenant = new Tenant
        {
            Id = Tenant.OnlyId,
            TenantId = Id.New<TenantId>(),
            Name = Names.Validate(name, "name", maxCharacters: 200),
            BytesLimit = bytesLimit,
            LinksLimit = linksLimit,
            CreatedAt = time.GetUtcNow(),
        };
        await metadata.Commit(Partitions.Of(tenant.TenantId), [Change.Create(tenant), Change.Create(Usage.Empty(space: null))], cancel);
        return tenant;
    }
}
