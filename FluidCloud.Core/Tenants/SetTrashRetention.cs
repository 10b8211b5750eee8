using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Tenants;

/// <summary>
/// Says how long a tenant keeps what is in its Trash. It counts from the answer on: what is a tombstone by then is purged,
/// and what a batch in work makes one at this moment.
/// </summary>
public sealed class SetTrashRetention(FindTenant find, IMetadataStore metadata, TimeProvider time)
{
    /// <param name="days">null keeps it for ever.</param>
    /// <exception cref="FluidCloudException">404 when there is no such tenant, 422 for days out of range.</exception>
    public async Task Run(TenantId id, int? days, CancellationToken cancel)
    {
        if (days is < 1 or > Tenant.MaxTrashRetentionDays)
            throw Errors.Invalid("days", $"must be 1 to {Tenant.MaxTrashRetentionDays}");
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var tenant = await find.Run(id, cancel);
            var result = await metadata.Commit(Partitions.Of(id), [Change.Replace(tenant with { TrashRetentionDays = days })], cancel);
            if (result.Succeeded)
                return;
            result.ExpectRaceOn(tenant.Id);
        }
    }
}
