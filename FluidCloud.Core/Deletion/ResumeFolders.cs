using FluidCloud.Core.Folders;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;

namespace FluidCloud.Core.Deletion;

/// <summary>Enqueues again the jobs of folders whose purge is overdue.</summary>
public sealed class ResumeFolders(IJobQueue queue, TimeProvider time) : IOverdueWork
{
    public string Kind => "folder";

    public Task<int> Run(OverdueRun run, CancellationToken cancel) => run.Each(
        new FoldersDue(run.Now, OverdueRun.PageSize), folder => folder.TenantId, folder => Resume(run, folder, cancel), cancel);

    private async Task Resume(OverdueRun run, Folder folder, CancellationToken cancel)
    {
        if (!await run.Claim(folder.TenantId, folder with { DueAt = time.GetUtcNow() + Folder.GracePeriod }, cancel))
            return;
        // Everything in it went to Trash with it, or earlier on its own.
        var purge = folder.Purge!;
        var sweep = new Tombstones.SweepRef(purge.SweepSpace, purge.Sweep!.Value, folder.DeletedAt!.Value, purge.Cause);
        await queue.Send(new PurgeFolderJob(folder.TenantId, folder.FolderId, sweep), cancel);
    }
}
