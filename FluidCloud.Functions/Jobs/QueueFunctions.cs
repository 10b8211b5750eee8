using FluidCloud.Adapters.Azure;
using FluidCloud.Core.Audits;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Imports;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Rescans;
using FluidCloud.Core.Scanning;
using FluidCloud.Core.Sweeps;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Jobs;

/// <summary>Every job of the queues. A job that throws is delivered again, and goes to <c>{queue}-poison</c> in the end (host.json).</summary>
public sealed class QueueFunctions(
    JobPipeline jobs, ScanFile scan, RescanFile rescan, ImportFile import, PlanSweep plan, PurgeFiles purge, PurgeFolder folder, AuditTenant audit)
{
    [Function(nameof(ScanFile))]
    public Task ScanFile([QueueTrigger(ScanJob.Queue, Connection = AzureStores.Storage)] JobMessage<ScanJob> message, CancellationToken cancel) =>
        jobs.Run(message, scan.Run, cancel);

    [Function(nameof(RescanFile))]
    public Task RescanFile([QueueTrigger(RescanJob.Queue, Connection = AzureStores.Storage)] JobMessage<RescanJob> message, CancellationToken cancel) =>
        jobs.Run(message, rescan.Run, cancel);

    [Function(nameof(ImportFile))]
    public Task ImportFile([QueueTrigger(ImportJob.Queue, Connection = AzureStores.Storage)] JobMessage<ImportJob> message, CancellationToken cancel) =>
        jobs.Run(message, import.Run, cancel);

    [Function(nameof(PlanSweep))]
    public Task PlanSweep([QueueTrigger(PlanSweepJob.Queue, Connection = AzureStores.Storage)] JobMessage<PlanSweepJob> message, CancellationToken cancel) =>
        jobs.Run(message, plan.Run, cancel);

    [Function(nameof(PurgeBatch))]
    public Task PurgeBatch([QueueTrigger(PurgeBatchJob.Queue, Connection = AzureStores.Storage)] JobMessage<PurgeBatchJob> message, CancellationToken cancel) =>
        jobs.Run(message, purge.Batch, cancel);

    [Function(nameof(PurgeFolder))]
    public Task PurgeFolder([QueueTrigger(PurgeFolderJob.Queue, Connection = AzureStores.Storage)] JobMessage<PurgeFolderJob> message, CancellationToken cancel) =>
        jobs.Run(message, folder.Run, cancel);

    [Function(nameof(AuditTenant))]
    public Task AuditTenant([QueueTrigger(AuditTenantJob.Queue, Connection = AzureStores.Storage)] JobMessage<AuditTenantJob> message, CancellationToken cancel) =>
        jobs.Run(message, audit.Run, cancel);
}
