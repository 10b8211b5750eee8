using FluidCloud.Adapters.Azure;
using FluidCloud.Core.Audits;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Erasures;
using FluidCloud.Core.Imports;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Rescans;
using FluidCloud.Core.Scanning;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Tenants;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Jobs;

/// <summary>The queue triggers, one for each queue. They take text, so that <see cref="JobPipeline"/> handles malformed messages. A
/// job that throws is delivered again, and after five attempts goes to <c>{queue}-poison</c> (host.json).</summary>
public sealed class QueueFunctions(
    JobPipeline jobs, ScanFile scan, RescanFile rescan, ImportFile import, PlanSweep plan, PurgeFiles purge, PurgeFolder folder,
    AuditTenant audit, VisitTenants visit, RunErasure erasure)
{
    [Function(nameof(ScanFile))]
    public Task ScanFile([QueueTrigger(ScanJob.Queue, Connection = AzureStores.Storage)] string message, CancellationToken cancel) =>
        jobs.Run<ScanJob>(message, scan.Run, cancel);

    [Function(nameof(RescanFile))]
    public Task RescanFile([QueueTrigger(RescanJob.Queue, Connection = AzureStores.Storage)] string message, CancellationToken cancel) =>
        jobs.Run<RescanJob>(message, rescan.Run, cancel);

    [Function(nameof(ImportFile))]
    public Task ImportFile([QueueTrigger(ImportJob.Queue, Connection = AzureStores.Storage)] string message, CancellationToken cancel) =>
        jobs.Run<ImportJob>(message, import.Run, cancel);

    [Function(nameof(PlanSweep))]
    public Task PlanSweep([QueueTrigger(PlanSweepJob.Queue, Connection = AzureStores.Storage)] string message, CancellationToken cancel) =>
        jobs.Run<PlanSweepJob>(message, plan.Run, cancel);

    [Function(nameof(PurgeBatch))]
    public Task PurgeBatch([QueueTrigger(PurgeBatchJob.Queue, Connection = AzureStores.Storage)] string message, CancellationToken cancel) =>
        jobs.Run<PurgeBatchJob>(message, purge.Batch, cancel);

    [Function(nameof(PurgeFolder))]
    public Task PurgeFolder([QueueTrigger(PurgeFolderJob.Queue, Connection = AzureStores.Storage)] string message, CancellationToken cancel) =>
        jobs.Run<PurgeFolderJob>(message, folder.Run, cancel);

    [Function(nameof(AuditTenant))]
    public Task AuditTenant([QueueTrigger(AuditTenantJob.Queue, Connection = AzureStores.Storage)] string message, CancellationToken cancel) =>
        jobs.Run<AuditTenantJob>(message, audit.Run, cancel);

    [Function(nameof(VisitTenants))]
    public Task VisitTenants([QueueTrigger(VisitTenantsJob.Queue, Connection = AzureStores.Storage)] string message, CancellationToken cancel) =>
        jobs.Run<VisitTenantsJob>(message, visit.Run, cancel);

    [Function(nameof(RunErasure))]
    public Task RunErasure([QueueTrigger(EraseJob.Queue, Connection = AzureStores.Storage)] string message, CancellationToken cancel) =>
        jobs.Run<EraseJob>(message, erasure.Run, cancel);
}
