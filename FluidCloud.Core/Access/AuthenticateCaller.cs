using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Access;

/// <summary>Turns the text of an API key into a caller.</summary>
/// <remarks>
/// One point read for each request, the cheapest call there is, and never a memory of keys: a revoked one must answer
/// 401 everywhere within 5 seconds, and what no instance remembers needs no instance to forget it.
/// </remarks>
public sealed class AuthenticateCaller(IMetadataStore metadata)
{
    /// <exception cref="FluidCloudException">The key is missing, malformed, unknown or revoked (statement 31).</exception>
    public async Task<Caller> Run(string? key, CancellationToken cancel)
    {
        if (key is null || !ApiKey.IsWellFormed(key))
            throw Errors.Unauthorized();
        var id = ApiKey.Hash(key);
        var stored = await metadata.Read<ApiKey>(Partitions.OfApiKey(id), ApiKey.OnlyId, cancel);
        if (stored is null or { RevokedAt: not null })
            throw Errors.Unauthorized();
        return new(stored.TenantId, stored.Prefix, stored.Scopes.ToHashSet(), stored.App) { KeyId = id, KeyCreatedAt = stored.CreatedAt };
    }
}
