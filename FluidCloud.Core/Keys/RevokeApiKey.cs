using FluidCloud.Core.Access;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Keys;

/// <summary>Ends a key, for good.</summary>
/// <remarks>
/// First the document that authenticates: from that commit on the key answers 401 on every instance, because none keeps
/// keys in memory. Then the tenant's list. The first document stays, marked, so that revoking again after an
/// interruption still finds the tenant and finishes.
/// </remarks>
public sealed class RevokeApiKey(IMetadataStore metadata, TimeProvider time)
{
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

    /// <param name="more">What the same commit changes.</param>
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
            result.ExpectRaceOn(id); // Someone else revokes it at this moment.
        }
    }
}
