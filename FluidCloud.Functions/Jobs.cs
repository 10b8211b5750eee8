using FluidCloud.Core.Adapters.Azure;
using FluidCloud.Core.Imports;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Scanning;
using FluidCloud.Core.Trash;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions;

/// <summary>Every job of the queues. A job that throws is delivered again, and goes to <c>{queue}-poison</c> in the end (host.json).</summary>
public sealed class Jobs(ScanFile scan, ImportFile import, PlanSweep plan, PurgeFiles purge, PurgeFolder folder, AuditTenant audit)
{
    [Function(nameof(ScanFile))]
    public Task ScanFile([QueueTrigger(ScanJob.Queue, Connection = AzureStores.Storage)] ScanJob job, CancellationToken cancel) =>
        scan.Run(job, cancel);

    [Function(nameof(ImportFile))]
    public Task ImportFile([QueueTrigger(ImportJob.Queue, Connection = AzureStores.Storage)] ImportJob job, CancellationToken cancel) =>
        import.Run(job, cancel);

    [Function(nameof(PlanSweep))]
    public Task PlanSweep([QueueTrigger(PlanSweepJob.Queue, Connection = AzureStores.Storage)] PlanSweepJob job, CancellationToken cancel) =>
        plan.Run(job, cancel);

    [Function(nameof(PurgeBatch))]
    public Task PurgeBatch([QueueTrigger(PurgeBatchJob.Queue, Connection = AzureStores.Storage)] PurgeBatchJob job, CancellationToken cancel) =>
        purge.Batch(job, cancel);

    [Function(nameof(PurgeFolder))]
    public Task PurgeFolder([QueueTrigger(PurgeFolderJob.Queue, Connection = AzureStores.Storage)] PurgeFolderJob job, CancellationToken cancel) =>
        folder.Run(job, cancel);

    [Function(nameof(AuditTenant))]
    public Task AuditTenant([QueueTrigger(AuditTenantJob.Queue, Connection = AzureStores.Storage)] AuditTenantJob job, CancellationToken cancel) =>
        audit.Run(job, cancel);
}
