using FluidCloud.Core.Jobs;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Audits;

/// <summary>Has every tenant audited, each by a job of its own.</summary>
public sealed class AuditTenants(ListTenants tenants, IJobQueue queue)
{
    public async Task Run(CancellationToken cancel)
    {
        await foreach (var tenant in tenants.Run(cancel))
            await queue.Send(new AuditTenantJob(tenant.TenantId), cancel);
    }
}
