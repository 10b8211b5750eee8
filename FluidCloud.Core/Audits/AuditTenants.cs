using FluidCloud.Core.Jobs;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Audits;

/// <summary>Has every tenant audited, each by a job of its own.</summary>
public sealed class AuditTenants(IJobQueue queue) : ITenantVisit
{
    public TenantVisit Visit => TenantVisit.Audit;

    public Task Run(TenantId tenant, CancellationToken cancel) => queue.Send(new AuditTenantJob(tenant), cancel);
}
