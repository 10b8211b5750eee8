using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Keys;

/// <summary>Lists the keys of a tenant, including revoked ones, oldest first.</summary>
public sealed class ListApiKeys(IMetadataStore metadata, FindTenant find)
{
    /// <exception cref="FluidCloudException">404 no such tenant.</exception>
    public async Task<IReadOnlyList<ApiKey>> Run(TenantId tenant, CancellationToken cancel)
    {
        _ = await find.Run(tenant, cancel);
        return await metadata.QueryEvery(Partitions.Of(tenant), new KeysByAge(Limit: 100), cancel)
            .Select(async (key, stop) => key with { LastUsedOn = (await Authenticating(key, stop))?.LastUsedOn }).ToListAsync(cancel);
    }

    /// <summary>The document that authenticates, which has the last use.</summary>
    private async ValueTask<ApiKey?> Authenticating(ApiKey listed, CancellationToken cancel) =>
        await metadata.Read<ApiKey>(Partitions.OfApiKey(listed.ListedKeyId), ApiKey.OnlyId, cancel);
}

public sealed record KeysByAge(int Limit) : Query<ApiKey>(Limit)
{
    public override QueryShape Shape => QueryShape.All.Ascending("created_at", "id");
}
