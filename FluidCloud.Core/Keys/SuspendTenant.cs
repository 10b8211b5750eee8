using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Keys;

/// <summary>
/// Suspends a tenant, or ends that: its keys get 403 until then. Raw links and background work go on, for both were allowed
/// before.
/// </summary>
/// <remarks>
/// Each key's own document is marked, so that a call costs no read more. The tenant's record is first: keys that are made
/// meanwhile are marked from the beginning. Interrupted, it is called again and marks the rest.
/// </remarks>
public sealed class SuspendTenant(EditTenant edit, FindTenant find, IMetadataStore metadata, TimeProvider time)
{
    /// <exception cref="FluidCloudException">404 no such tenant.</exception>
    public async Task Run(TenantId id, bool suspended, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await edit.Run(id, tenant => tenant with { SuspendedAt = suspended ? tenant.SuspendedAt ?? now : null }, cancel);
        var since = (await find.Run(id, cancel)).SuspendedAt;
        await foreach (var key in metadata.QueryEvery(Partitions.Of(id), new KeysByAge(Limit: 100), cancel))
            await Mark(key.ListedKeyId, since, cancel);
    }

    private async Task Mark(string keyId, DateTimeOffset? since, CancellationToken cancel)
    {
        var partition = Partitions.OfApiKey(keyId);
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var key = await metadata.Read<ApiKey>(partition, ApiKey.OnlyId, cancel);
            if (key is null || key.SuspendedAt == since)
                return;
            var result = await metadata.Commit(partition, [Change.Replace(key with { SuspendedAt = since })], cancel);
            if (result.Succeeded)
                return;
            result.ExpectRaceOn(key.Id);
        }
    }
}
