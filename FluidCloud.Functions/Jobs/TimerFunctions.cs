using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Tenants;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Jobs;

/// <summary>The timer triggers.</summary>
public sealed class TimerFunctions(JobPipeline jobs, ResumeOverdueWork resume, AdvanceMark mark, AppendReceipts append, CheckTiles tiles, StampCheckpoint stamp, VisitTenants visit)
{
    [Function(nameof(ResumeOverdueWork))]
    public Task ResumeOverdueWork([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancel) =>
        jobs.Run(nameof(ResumeOverdueWork), async stopping =>
        {
            await resume.Run(stopping);
            await mark.Run(stopping);
        }, cancel);

    /// <remarks>The host runs a timer on one instance at a time, by a blob lease. Two runs at once would cost more and do no harm.</remarks>
    [Function(nameof(AppendReceipts))]
    public Task AppendReceipts([TimerTrigger("*/30 * * * * *")] TimerInfo timer, CancellationToken cancel) =>
        jobs.Run(nameof(AppendReceipts), append.Run, cancel);

    [Function(nameof(EnforceRetention))]
    public Task EnforceRetention([TimerTrigger("0 15 * * * *")] TimerInfo timer, CancellationToken cancel) =>
        jobs.Run(nameof(EnforceRetention), stopping => visit.Start(TenantVisit.Retention, stopping), cancel);

    [Function(nameof(AuditTenants))]
    public Task AuditTenants([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancel) =>
        jobs.Run(nameof(AuditTenants), stopping => visit.Start(TenantVisit.Audit, stopping), cancel);

    /// <remarks>Early in the day (UTC) that it measures.</remarks>
    [Function(nameof(RecordUsage))]
    public Task RecordUsage([TimerTrigger("0 5 0 * * *")] TimerInfo timer, CancellationToken cancel) =>
        jobs.Run(nameof(RecordUsage), stopping => visit.Start(TenantVisit.Usage, stopping), cancel);

    [Function(nameof(StampCheckpoint))]
    public Task StampCheckpoint([TimerTrigger("0 20 * * * *")] TimerInfo timer, CancellationToken cancel) =>
        jobs.Run(nameof(StampCheckpoint), stamp.Run, cancel);

    [Function(nameof(CheckTiles))]
    public Task CheckTiles([TimerTrigger("0 45 3 * * *")] TimerInfo timer, CancellationToken cancel) =>
        jobs.Run(nameof(CheckTiles), tiles.Run, cancel);
}
