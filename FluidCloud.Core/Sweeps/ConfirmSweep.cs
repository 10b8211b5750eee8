using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Sweeps;

/// <summary>
/// Whether a sweep may go on making tombstones. A caller's may; a retention's only while the tenant wants what is that old
/// purged, for it may have turned the retention off or made it longer since.
/// </summary>
public sealed class ConfirmSweep(IMetadataStore metadata, TimeProvider time)
{
    public async Task<bool> StillApplies(TenantId tenant, SweepRef sweep, CancellationToken cancel) =>
        sweep.Cause != PurgeCause.Retention
        || (await metadata.Read<Tenant>(Partitions.Of(tenant), Tenant.OnlyId, cancel) is { TrashRetention: { } retention }
            && sweep.CutOff <= time.GetUtcNow() - retention);
}
