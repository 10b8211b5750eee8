using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Access;

/// <summary>The keys of a tenant, revoked ones too, the oldest first.</summary>
public sealed class ListApiKeys(IMetadataStore metadata, FindTenant find)
{
    /// <exception cref="FluidCloudException">404 when there is no such tenant.</exception>
    public async Task<IReadOnlyList<ApiKey>> Run(TenantId tenant, CancellationToken cancel)
    {
        _ = await find.Run(tenant, cancel);
        return await metadata.QueryEvery(Partitions.Of(tenant), new KeysByAge(Limit: 100), cancel).ToListAsync(cancel);
    }
}

public sealed record KeysByAge(int Limit) : Query<ApiKey>(Limit)
{
    public override QueryShape Shape => QueryShape.All.Ascending("created_at", "id");
}
