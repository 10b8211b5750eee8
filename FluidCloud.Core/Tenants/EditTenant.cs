using System.ComponentModel.DataAnnotations;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Tenants;

/// <summary>Changes a tenant's record.</summary>
public sealed class EditTenant(FindTenant find, IMetadataStore metadata, TimeProvider time)
{
    /// <summary>Sets its limits. What is above a lower limit stays; nothing more fits.</summary>
    /// <exception cref="FluidCloudException">404 no such tenant.</exception>
    /// <exception cref="ValidationException">A limit is out of its range.</exception>
    public Task SetLimits(TenantId id, TenantLimits limits, CancellationToken cancel)
    {
        Validator.ValidateObject(limits, new(limits), validateAllProperties: true);
        return Run(id, tenant => tenant with { BytesLimit = limits.Bytes, LinksLimit = limits.Links, MonthlyCallsLimit = limits.MonthlyCalls }, cancel);
    }

    /// <param name="change">May run several times, each time on the present record.</param>
    /// <exception cref="FluidCloudException">404 no such tenant.</exception>
    internal async Task Run(TenantId id, Func<Tenant, Tenant> change, CancellationToken cancel)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var tenant = await find.Run(id, cancel);
            var result = await metadata.Commit(Partitions.Of(id), [Change.Replace(change(tenant))], cancel);
            if (result.Succeeded)
                return;
            result.ExpectRaceOn(tenant.Id);
        }
    }
}
