using FluidCloud.Core.Metadata;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Access;

/// <summary>Authenticates an API key.</summary>
/// <remarks>
/// Costs one point read per request. Keys are not cached: a revoked key must return 401 on every instance within 5 seconds.
/// </remarks>
public sealed partial class AuthenticateCaller(IMetadataStore metadata, TimeProvider time, ILogger<AuthenticateCaller> log)
{
    /// <exception cref="FluidCloudException">The key is missing, malformed, unknown, expired or revoked (statement 31), or its tenant is suspended.</exception>
    public async Task<Caller> Run(string? key, CancellationToken cancel)
    {
        if (key is null || !ApiKey.IsWellFormed(key))
            throw Errors.Unauthorized();
        var id = ApiKey.Hash(key);
        var stored = await metadata.Read<ApiKey>(Partitions.OfApiKey(id), ApiKey.OnlyId, cancel);
        var now = time.GetUtcNow();
        if (stored is null or { RevokedAt: not null } || stored.ExpiresAt <= now)
            throw Errors.Unauthorized();
        if (stored.SuspendedAt is not null)
            throw Errors.TenantSuspended();
        await NoteUse(id, stored, DateOnly.FromDateTime(now.UtcDateTime), cancel);
        return new(stored.TenantId, stored.Prefix, stored.Scopes.ToHashSet(), stored.App)
        {
            KeyId = id,
            KeyCreatedAt = stored.CreatedAt,
            KeyExpiresAt = stored.ExpiresAt,
            Reach = stored.Reach,
            MayErase = !stored.WithoutErasure,
        };
    }

    /// <summary>One write a day for each key. Calls that race write the same day, and it does not matter which of them wins.</summary>
    private async Task NoteUse(string id, ApiKey key, DateOnly today, CancellationToken cancel)
    {
        if (key.LastUsedOn >= today)
            return;
        try
        {
            await metadata.Commit(Partitions.OfApiKey(id), [Change.Replace(key with { LastUsedOn = today })], cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUseNotNoted(log, e, key.Prefix); // The next call notes it.
        }
    }

    [LoggerMessage(5003, LogLevel.Information, "The use of key {Prefix} could not be noted")]
    private static partial void LogUseNotNoted(ILogger log, Exception e, string prefix);
}
