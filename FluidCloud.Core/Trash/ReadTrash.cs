using FluidCloud.Core.Counters;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Trash;

/// <summary>Reads what is in Trash and the progress of its sweeps.</summary>
public sealed class ReadTrash(IMetadataStore metadata)
{
    /// <param name="space">null for the whole tenant, with the sweeps of every scope.</param>
    /// <exception cref="FluidCloudException">404 when the tenant has no such space.</exception>
    public async Task<TrashStatus> Run(TenantId tenant, SpaceId? space, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        var usage = await metadata.Read<Usage>(partition, Usage.IdOf(space), cancel) ?? throw Errors.SpaceNotFound();
        var days = (await metadata.Read<Tenant>(partition, Tenant.OnlyId, cancel))?.TrashRetentionDays;
        if (space is null)
            return new(usage, days, await metadata.QueryEvery(partition, new SweepsOfTenant(Limit: 100), cancel).ToListAsync(cancel));
        return new(usage, days, await metadata.Read<Sweep>(partition, Sweep.IdOf(space), cancel) is { } sweep ? [sweep] : []);
    }
}

/// <param name="RetentionDays">Days after which Trash is purged automatically; null for never.</param>
public sealed record TrashStatus(Usage Usage, int? RetentionDays, IReadOnlyList<Sweep> Sweeps);
