using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Trash;

/// <summary>Reads what is in Trash and the progress of its sweeps.</summary>
public sealed class ReadTrash(IMetadataStore metadata)
{
    /// <param name="space">null for all within the reach; of a whole tenant with the sweeps of every scope.</param>
    /// <exception cref="FluidCloudException">404 no such space; 403 a key that is narrowed to a folder or an app.</exception>
    public async Task<TrashStatus> Run(Reach reach, SpaceId? space, CancellationToken cancel)
    {
        var partition = Partitions.Of(reach.Tenant);
        var (files, bytes, sweeps) = (0L, 0L, new List<Sweep>());
        foreach (var scope in reach.TrashScopes(space))
        {
            var usage = await metadata.Read<Usage>(partition, Usage.IdOf(scope), cancel) ?? throw Errors.SpaceNotFound();
            (files, bytes) = (files + usage.TrashFiles, bytes + usage.TrashBytes);
            if (scope is null)
                sweeps.AddRange(await metadata.QueryEvery(partition, new SweepsOfTenant(Limit: 100), cancel).ToListAsync(cancel));
            else if (await metadata.Read<Sweep>(partition, Sweep.IdOf(scope), cancel) is { } sweep)
                sweeps.Add(sweep);
        }
        var days = (await metadata.Read<Tenant>(partition, Tenant.OnlyId, cancel))?.TrashRetentionDays;
        return new(files, bytes, days, sweeps);
    }
}

/// <param name="Files">In Trash now.</param>
/// <param name="RetentionDays">Days after which Trash is purged automatically; null for never.</param>
public sealed record TrashStatus(long Files, long Bytes, int? RetentionDays, IReadOnlyList<Sweep> Sweeps);
