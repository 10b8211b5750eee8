using FluidCloud.Core.Jobs;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Audits;

/// <summary>Enqueues an audit job for every tenant.</summary>
public sealed class AuditTenants(IJobQueue queue) : ITenantVisit
{
    public TenantVisit Visit => TenantVisit.Audit;

    public Task Run(TenantId tenant, CancellationToken cancel) => queue.Send(new AuditTenantJob(tenant), cancel);
}
