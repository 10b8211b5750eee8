using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Previews;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Scanning;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Telemetry;
using FluidCloud.Core.Trash;
using FluidCloud.Core.Uploads;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Maintenance;

/// <summary>
/// Looks after every document whose work is overdue: a lost message, a crash, an upload never completed. Each is first
/// claimed by moving its due time, so that two instances do not both send its job. What fails is due again, and stops
/// nothing that is due after it.
/// </summary>
public sealed partial class ResumeOverdueWork(
    IMetadataStore metadata, IJobQueue queue, ResumeUpload unfinished, EndLinks ended, ResumeSweep sweeps, DropPreview previews,
    SealReceipts seal, Metrics metrics, TimeProvider time, ILogger<ResumeOverdueWork> log)
{
    private const int PageSize = 100;

    /// <exception cref="StoreBusyException">The stores take nothing for now; the next run goes on.</exception>
    public async Task Run(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var attempts = new Attempts(log);
        var files = await Files(now, attempts, cancel);
        var uploads = await Each("upload", new UploadsDue(now, PageSize), upload => upload.TenantId, upload => unfinished.Run(upload, cancel));
        var folders = await Each("folder", new FoldersDue(now, PageSize), folder => folder.TenantId, folder => Resume(folder, cancel));
        var links = await Links(now, attempts, cancel);
        var resumed = await Each("sweep", new SweepsDue(now, PageSize), sweep => sweep.TenantId, sweep => sweeps.Run(sweep, cancel));
        await Each("preview", new PreviewAttemptsDue(now, PageSize), attempt => attempt.TenantId, previews.Run);
        await foreach (var receipt in metadata.QueryEvery(null, new ReceiptsDue(now, PageSize), cancel).DistinctBy(receipt => receipt.TenantId))
            await attempts.Run("receipt", receipt.TenantId, () => seal.Run(receipt.TenantId, cancel), cancel);
        await foreach (var sweep in metadata.QueryEvery(null, new SweepsOpen(PageSize), cancel))
            metrics.SweepSeen(sweep.State, now - sweep.StartedAt, Math.Max(0, (sweep.FilesTotal ?? 0) - sweep.FilesDone));
        if (files + uploads + folders + links + resumed > 0)
            LogResumed(log, files, uploads, folders, links, resumed);

        async Task<int> Each<T>(string kind, Query<T> due, Func<T, TenantId> tenant, Func<T, Task> resume) where T : Document, IDocumentType
        {
            var count = 0;
            await foreach (var document in metadata.QueryEvery(null, due, cancel))
                count += await attempts.Run(kind, tenant(document), () => resume(document), cancel) ? 1 : 0;
            metrics.Resumed(kind, count);
            return count;
        }
    }

    private async Task Resume(Folder folder, CancellationToken cancel)
    {
        if (!await Claim(folder.TenantId, folder with { DueAt = time.GetUtcNow() + Folder.Patience }, cancel))
            return;
        // What is in it went to Trash when it did, or earlier on its own.
        var order = new SweepOrder(folder.Purge!.SweepSpace, folder.Purge.Sweep!.Value, folder.DeletedAt!.Value, folder.Purge.Cause);
        await queue.Send(new PurgeFolderJob(folder.TenantId, folder.FolderId, order), cancel);
    }

    private async Task<int> Links(DateTimeOffset now, Attempts attempts, CancellationToken cancel)
    {
        var count = 0;
        for (Query<Share>? query = new SharesDue(now, PageSize); query is not null;)
        {
            var page = await metadata.Query(null, query, cancel);
            // An edge that fails would fail for the others too: all of them stay due.
            if (!await ended.TellEdge(page.Items))
                break;
            foreach (var link in page.Items)
                count += await attempts.Run("link", link.TenantId, () => ended.Remove(link), cancel) ? 1 : 0;
            query = page.Next is null ? null : query with { After = page.Next };
        }
        metrics.Resumed("link", count);
        return count;
    }

    private async Task<int> Files(DateTimeOffset now, Attempts attempts, CancellationToken cancel)
    {
        var count = 0;
        for (Query<FileItem>? query = new FilesDue(now, PageSize); query is not null;)
        {
            var page = await metadata.Query(null, query, cancel);
            foreach (var tenant in page.Items.GroupBy(file => file.TenantId))
            {
                var claimed = new List<FileItem>();
                foreach (var file in tenant)
                    await attempts.Run("file", tenant.Key, async () =>
                    {
                        if (await Claim(tenant.Key, file with { DueAt = time.GetUtcNow() + ScanFile.Patience }, cancel))
                            claimed.Add(file);
                    }, cancel);
                count += await attempts.Run("file", tenant.Key, () => Send(tenant.Key, claimed, cancel), cancel) ? claimed.Count : 0;
            }
            query = page.Next is null ? null : query with { After = page.Next };
        }
        metrics.Resumed("file", count);
        return count;
    }

    private async Task Send(TenantId tenant, IReadOnlyList<FileItem> files, CancellationToken cancel)
    {
        foreach (var draft in files.Where(file => file.Status != FileStatus.Purging))
            await queue.Send(new ScanJob(tenant, draft.FileId), cancel);
        foreach (var batch in files.Where(file => file.Status == FileStatus.Purging).Chunk(PurgeBatchJob.MaxFiles))
            await queue.Send(new PurgeBatchJob(tenant, [.. batch.Select(file => file.FileId)], Sweep: null), cancel);
    }

    /// <returns>false when its work went on after all.</returns>
    private async Task<bool> Claim<T>(TenantId tenant, T document, CancellationToken cancel) where T : Document, IDocumentType
    {
        var result = await metadata.Commit(Partitions.Of(tenant), [Change.Replace(document)], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(document.Id);
        return result.Succeeded;
    }

    [LoggerMessage(4001, LogLevel.Information, "Resumed overdue work: {Files} files, {Uploads} uploads, {Folders} folders, {Links} links, {Sweeps} sweeps")]
    private static partial void LogResumed(ILogger log, int files, int uploads, int folders, int links, int sweeps);
}
