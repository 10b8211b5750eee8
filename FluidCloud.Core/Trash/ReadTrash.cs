using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;

namespace FluidCloud.Core.Trash;

/// <summary>What is in Trash now, and how far its sweeps are.</summary>
public sealed class ReadTrash(IMetadataStore metadata)
{
    /// <param name="space">null for the whole tenant, with the sweeps of every scope.</param>
    /// <exception cref="FluidCloudException">404 when the tenant has no such space.</exception>
    public async Task<TrashStatus> Run(TenantId tenant, SpaceId? space, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        var usage = await metadata.Read<Usage>(partition, Usage.IdOf(space), cancel) ?? throw Errors.SpaceNotFound();
        if (space is null)
            return new(usage, await metadata.QueryEvery(partition, new SweepsOfTenant(Limit: 100), cancel).ToListAsync(cancel));
        return new(usage, await metadata.Read<Sweep>(partition, Sweep.IdOf(space), cancel) is { } sweep ? [sweep] : []);
    }
}

public sealed record TrashStatus(Usage Usage, IReadOnlyList<Sweep> Sweeps);
