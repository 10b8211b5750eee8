using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Jobs;

/// <summary>Purge a folder in Trash: enqueue its files, one slice per job, and the folders in it.</summary>
/// <param name="After">Keyset of the last file that was enqueued; null at the start.</param>
public sealed record PurgeFolderJob(TenantId Tenant, FolderId Folder, SweepRef Sweep, Keyset? After = null) : ITenantJob
{
    public const string Queue = "folders";
    static string IJob.QueueName => Queue;
}
