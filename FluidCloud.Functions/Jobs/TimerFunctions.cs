using FluidCloud.Core.Audits;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Sweeps;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Jobs;

/// <summary>What runs on a schedule.</summary>
public sealed class TimerFunctions(JobPipeline jobs, ResumeOverdueWork resume, EnforceRetention retention, AuditTenants audit)
{
    [Function(nameof(ResumeOverdueWork))]
    public Task ResumeOverdueWork([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancel) =>
        jobs.Run(nameof(ResumeOverdueWork), resume.Run, cancel);

    [Function(nameof(EnforceRetention))]
    public Task EnforceRetention([TimerTrigger("0 15 * * * *")] TimerInfo timer, CancellationToken cancel) =>
        jobs.Run(nameof(EnforceRetention), retention.Run, cancel);

    [Function(nameof(AuditTenants))]
    public Task AuditTenants([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancel) =>
        jobs.Run(nameof(AuditTenants), audit.Run, cancel);
}
