using FluidCloud.Core.Access;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Keys;

/// <summary>Revokes a key permanently.</summary>
/// <remarks>
/// The first commit changes the document that authenticates: from then on the key answers 401 on every instance, because none
/// caches keys. The second changes the tenant's list. The first document stays, so that a repeated call after an interruption
/// finds the tenant and finishes.
/// </remarks>
public sealed class RevokeApiKey(IMetadataStore metadata, TimeProvider time)
{
    /// <summary>Ends a key of this tenant.</summary>
    /// <exception cref="FluidCloudException">404 when the tenant has no such key.</exception>
    public async Task<bool> Run(TenantId tenant, string keyId, CancellationToken cancel) =>
        ApiKey.IsId(keyId) && await metadata.Read<ApiKey>(Partitions.Of(tenant), ApiKey.ListedIdOf(keyId), cancel) is not null
            ? await Run(keyId, cancel)
            : throw Errors.KeyNotFound();

    /// <param name="keyId">Revoking a key that is revoked changes nothing.</param>
    /// <exception cref="FluidCloudException">404 when there is no such key.</exception>
    /// <returns>false when it was revoked before.</returns>
    public async Task<bool> Run(string keyId, CancellationToken cancel)
    {
        if (!ApiKey.IsId(keyId))
            throw Errors.KeyNotFound();
        var now = time.GetUtcNow();
        var key = await Mark(Partitions.OfApiKey(keyId), ApiKey.OnlyId, now, cancel) ?? throw Errors.KeyNotFound();
        await Mark(Partitions.Of(key.TenantId), ApiKey.ListedIdOf(keyId), key.RevokedAt!.Value, cancel,
            Change.Create(Revocation.Of(key.TenantId, RevokedKind.Key, keyId, now)));
        return key.RevokedAt == now;
    }

    /// <param name="more">Further changes of the same commit.</param>
    /// <returns>null when there is no such document.</returns>
    private async Task<ApiKey?> Mark(string partition, string id, DateTimeOffset at, CancellationToken cancel, params IReadOnlyList<Change> more)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var key = await metadata.Read<ApiKey>(partition, id, cancel);
            if (key is null or { RevokedAt: not null })
                return key;
            var revoked = key with { RevokedAt = at };
            var result = await metadata.Commit(partition, [Change.Replace(revoked), .. more], cancel);
            if (result.Succeeded)
                return revoked;
            result.ExpectRaceOn(id); // Another call revokes it at the same time.
        }
    }
}
