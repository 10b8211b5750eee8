using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Rescans;

/// <summary>Starts a background scan of a tenant's clean files. Restarts one that is running.</summary>
public sealed class StartRescan(FindTenant find, IMetadataStore metadata, TimeProvider time)
{
    /// <param name="since">Only files created since then are scanned.</param>
    /// <exception cref="FluidCloudException">404 no such tenant.</exception>
    public async Task Run(TenantId tenant, DateTimeOffset since, CancellationToken cancel)
    {
        await find.Run(tenant, cancel);
        var partition = Partitions.Of(tenant);
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var running = await metadata.Read<Rescan>(partition, Rescan.OnlyId, cancel);
            var order = new Rescan { Id = Rescan.OnlyId, TenantId = tenant, Since = since, DueAt = time.GetUtcNow() };
            var result = await metadata.Commit(
                partition, [running is null ? Change.Create(order) : Change.Replace(order with { ETag = running.ETag })], cancel);
            if (result.Succeeded)
                return;
            result.ExpectRaceOn(order.Id);
        }
    }
}
