using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Access;

/// <summary>Makes an API key for a tenant.</summary>
public sealed class CreateApiKey(IMetadataStore metadata, FindTenant find, TimeProvider time)
{
    /// <remarks>
    /// Two partitions are two commits. The tenant's list comes first: interrupted in between, it names a key that never
    /// worked and never will, for nobody has its text. The other way round a key would work that no list shows.
    /// </remarks>
    /// <exception cref="FluidCloudException">404 when there is no such tenant, 422 when the app can't be one.</exception>
    public async Task<NewApiKey> Run(TenantId tenant, KeyGrant grant, CancellationToken cancel)
    {
        _ = await find.Run(tenant, cancel);
        var text = ApiKey.NewText(grant.Live);
        var id = ApiKey.Hash(text);
        var key = new ApiKey
        {
            Id = ApiKey.OnlyId,
            TenantId = tenant,
            Prefix = ApiKey.PrefixOf(text),
            Scopes = [.. grant.Scopes.Select(scope => scope.Name).Distinct()],
            App = grant.App is null ? null : ProductNamespace.Validate(grant.App),
            CreatedAt = time.GetUtcNow(),
        };
        await metadata.Commit(Partitions.Of(tenant), [Change.Create(key with { Id = ApiKey.ListedIdOf(id) })], cancel);
        await metadata.Commit(Partitions.OfApiKey(id), [Change.Create(key)], cancel);
        return new(id, text);
    }
}

/// <summary>What a new key may do.</summary>
/// <param name="App">The product namespace that its uploads get; null for the native one.</param>
/// <param name="Live">false makes a <c>fck_test_</c> key: the same rights, told apart at a glance.</param>
public sealed record KeyGrant(IReadOnlyList<Scope> Scopes, string? App = null, bool Live = true);

/// <param name="Text">The key itself: the only time it is seen.</param>
public sealed record NewApiKey(string Id, string Text);
