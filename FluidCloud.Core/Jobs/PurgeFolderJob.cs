using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Jobs;

/// <summary>Purge a folder of the Trash: hand out its files, a slice at a time, and the folders in it.</summary>
/// <param name="After">Up to where its files were handed out; null at the beginning.</param>
public sealed record PurgeFolderJob(TenantId Tenant, FolderId Folder, SweepRef Sweep, Keyset? After = null) : ITenantJob
{
    public const string Queue = "folders";
    static string IJob.QueueName => Queue;
}
