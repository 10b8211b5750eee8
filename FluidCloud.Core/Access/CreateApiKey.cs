using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Access;

/// <summary>Makes an API key for a tenant.</summary>
public sealed class CreateApiKey(IMetadataStore metadata, TimeProvider time)
{
    /// <returns>The text of the key: the only time it is seen.</returns>
    public async Task<string> Run(TenantId tenant, IReadOnlyList<Scope> scopes, string? app, CancellationToken cancel)
    {
        var text = ApiKey.NewText();
        var key = new ApiKey
        {
            Id = ApiKey.OnlyId,
            TenantId = tenant,
            Prefix = ApiKey.PrefixOf(text),
            Scopes = [.. scopes.Select(scope => scope.Name)],
            App = app,
            CreatedAt = time.GetUtcNow(),
        };
        await metadata.Commit(Partitions.OfApiKey(ApiKey.Hash(text)), [Change.Create(key)], cancel);
        return text;
    }
}
