using FluidCloud.Core.Maintenance;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions;

/// <summary>What runs on a schedule.</summary>
public sealed class Maintenance(ResumeOverdueWork resume, AuditTenants audit)
{
    [Function(nameof(ResumeOverdueWork))]
    public Task ResumeOverdueWork([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancel) => resume.Run(cancel);

    [Function(nameof(AuditTenants))]
    public Task AuditTenants([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancel) => audit.Run(cancel);
}
