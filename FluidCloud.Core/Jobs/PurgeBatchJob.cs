using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Jobs;

/// <summary>Purge up to <see cref="MaxFiles"/> files.</summary>
/// <param name="Sweep">The sweep that purges them; null finishes overdue tombstones.</param>
public sealed record PurgeBatchJob(TenantId Tenant, IReadOnlyList<FileId> Files, SweepRef? Sweep) : ITenantJob
{
    public const string Queue = "purges";
    static string IJob.QueueName => Queue;

    public const int MaxFiles = 64;

    /// <summary>
    /// The folder with which the files are purged; it is removed when empty. null for files trashed on their own.
    /// </summary>
    public FolderId? Folder { get; init; }
}
