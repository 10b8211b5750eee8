using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Jobs;

/// <summary>Purge up to <see cref="MaxFiles"/> files.</summary>
/// <param name="Sweep">The sweep that wants them purged; null finishes tombstones that were left behind.</param>
public sealed record PurgeBatchJob(TenantId Tenant, IReadOnlyList<FileId> Files, SweepRef? Sweep) : ITenantJob
{
    public const string Queue = "purges";
    static string IJob.QueueName => Queue;

    public const int MaxFiles = 64;

    /// <summary>The folder that the files are purged with: it goes when nothing is left in it. null for files trashed on their own.</summary>
    public FolderId? Folder { get; init; }
}
