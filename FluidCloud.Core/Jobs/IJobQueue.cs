using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Jobs;

/// <summary>
/// Hands a job to the queue-triggered functions. Delivery is at least once and in no order. A job is sent after the
/// commit that makes it necessary, and every job can be derived from the documents: one that got lost is sent again
/// by <see cref="Maintenance.ResumeOverdueWork"/>.
/// </summary>
public interface IJobQueue
{
    /// <param name="delay">The job is not delivered before; at most seven days.</param>
    Task Send<T>(T job, CancellationToken cancel, TimeSpan delay = default) where T : IJob;
}

/// <summary>It names what to do, and everything else is read when it is done. A queue holds it as a <see cref="JobMessage{T}"/>.</summary>
public interface IJob
{
    TenantId Tenant { get; }

    /// <summary>The queue of this kind of job.</summary>
    static abstract string QueueName { get; }
}

/// <summary>Scan the bytes of a file.</summary>
public sealed record ScanJob(TenantId Tenant, FileId File) : IJob
{
    public const string Queue = "scans";
    static string IJob.QueueName => Queue;
}

/// <summary>Fetch what a URL holds into the file to be.</summary>
public sealed record ImportJob(TenantId Tenant, FileId File) : IJob
{
    public const string Queue = "imports";
    static string IJob.QueueName => Queue;
}

/// <summary>Walk one more slice of the Trash and send its files as <see cref="PurgeBatchJob"/>s.</summary>
public sealed record PlanSweepJob(TenantId Tenant, SpaceId? Space, SweepId Sweep, PurgeCause Cause = PurgeCause.Sweep) : IJob
{
    public const string Queue = "sweeps";
    static string IJob.QueueName => Queue;
}

/// <summary>Purge up to <see cref="MaxFiles"/> files.</summary>
/// <param name="Sweep">The sweep that wants them purged; null finishes tombstones that were left behind.</param>
public sealed record PurgeBatchJob(TenantId Tenant, IReadOnlyList<FileId> Files, SweepOrder? Sweep) : IJob
{
    public const string Queue = "purges";
    static string IJob.QueueName => Queue;

    public const int MaxFiles = 64;

    /// <summary>The folder that the files are purged with: it goes when nothing is left in it. null for files trashed on their own.</summary>
    public FolderId? Folder { get; init; }
}

/// <summary>Purge a folder of the Trash: hand out its files, a slice at a time, and the folders in it.</summary>
/// <param name="After">Up to where its files were handed out; null at the beginning.</param>
public sealed record PurgeFolderJob(TenantId Tenant, FolderId Folder, SweepOrder Sweep, Keyset? After = null) : IJob
{
    public const string Queue = "folders";
    static string IJob.QueueName => Queue;
}

/// <param name="Space">null is the Trash of the whole tenant.</param>
/// <param name="CutOff">What went to Trash later is left alone.</param>
public sealed record SweepOrder(SpaceId? Space, SweepId Id, DateTimeOffset CutOff, PurgeCause Cause = PurgeCause.Sweep);

/// <summary>Hold a tenant's records against its blobs.</summary>
/// <param name="Part">The beginning of the ids that are next; null begins.</param>
/// <param name="Sums">Of the parts before; null begins.</param>
public sealed record AuditTenantJob(TenantId Tenant, string? Part = null, AuditSums? Sums = null) : IJob
{
    public const string Queue = "audits";
    static string IJob.QueueName => Queue;
}

/// <summary>What the records of a tenant add up to, so far.</summary>
/// <param name="Version">Of the counters when the audit began: any change since makes the sums worthless.</param>
public sealed record AuditSums(string Version, long Files = 0, long Bytes = 0, long TrashFiles = 0, long TrashBytes = 0);

/// <summary>The queues that must exist.</summary>
public static class JobQueues
{
    public static readonly IReadOnlyList<string> All = [ScanJob.Queue, ImportJob.Queue, PlanSweepJob.Queue, PurgeBatchJob.Queue, PurgeFolderJob.Queue, AuditTenantJob.Queue];
}
