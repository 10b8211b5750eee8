using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Scanning;
using FluidCloud.Core.Telemetry;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// Enqueues again the jobs of files whose scan, purge (in batches) or quarantine is overdue, and measures how long scans
/// wait.
/// </summary>
public sealed class ResumeFiles(IMetadataStore metadata, IJobQueue queue, FindLongestPending pending, Metrics metrics, TimeProvider time) : IOverdueWork
{
    public string Kind => "file";

    public async Task<int> Run(OverdueRun run, CancellationToken cancel)
    {
        var count = 0;
        for (Query<FileItem>? query = new FilesDue(run.Now, OverdueRun.PageSize); query is not null;)
        {
            var page = await metadata.Query(null, query, cancel);
            foreach (var tenant in page.Items.GroupBy(file => file.TenantId))
                count += await Resume(run, tenant.Key, tenant, cancel);
            query = page.Next is null ? null : query with { After = page.Next };
        }
        metrics.ScansWait(await pending.Run(cancel) ?? TimeSpan.Zero);
        return count;
    }

    private async Task<int> Resume(OverdueRun run, TenantId tenant, IEnumerable<FileItem> files, CancellationToken cancel)
    {
        var claimed = new List<FileItem>();
        foreach (var file in files)
        {
            await run.Attempt(tenant, async () =>
            {
                if (await run.Claim(tenant, file with { DueAt = time.GetUtcNow() + ScanFile.GracePeriod }, cancel))
                    claimed.Add(file);
            }, cancel);
        }
        return await run.Attempt(tenant, () => Send(tenant, claimed, cancel), cancel) ? claimed.Count : 0;
    }

    private async Task Send(TenantId tenant, IReadOnlyList<FileItem> files, CancellationToken cancel)
    {
        foreach (var draft in files.Where(file => file.Status == FileStatus.Draft))
            await queue.Send(new ScanJob(tenant, draft.FileId), cancel);
        foreach (var infected in files.Where(file => file.Status == FileStatus.Quarantined))
            await queue.Send(new RescanJob(tenant, infected.FileId), cancel);
        foreach (var batch in files.Where(file => file.Status == FileStatus.Purging).Chunk(PurgeBatchJob.MaxFiles))
            await queue.Send(new PurgeBatchJob(tenant, [.. batch.Select(file => file.FileId)], Sweep: null), cancel);
    }
}
