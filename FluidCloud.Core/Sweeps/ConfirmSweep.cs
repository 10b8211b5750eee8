using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Sweeps;

/// <summary>
/// Tells whether a sweep may still write tombstones. A caller's sweep always may. A retention sweep may only while the
/// tenant's retention still covers its cut-off: the tenant may have turned retention off or extended it since.
/// </summary>
public sealed class ConfirmSweep(IMetadataStore metadata, TimeProvider time)
{
    public async Task<bool> StillApplies(TenantId tenant, SweepRef sweep, CancellationToken cancel) =>
        sweep.Cause != PurgeCause.Retention
        || (await metadata.Read<Tenant>(Partitions.Of(tenant), Tenant.OnlyId, cancel) is { TrashRetention: { } retention }
            && sweep.CutOff <= time.GetUtcNow() - retention);
}
