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
/// claimed by moving its due time, so that two instances do not both send its job.
/// </summary>
public sealed partial class ResumeOverdueWork(
    IMetadataStore metadata, IJobQueue queue, ResumeUpload unfinished, EndLinks ended, ResumeSweep sweeps, DropPreview previews, SealReceipts seal, Metrics metrics, TimeProvider time, ILogger<ResumeOverdueWork> log)
{
    private const int PageSize = 100;

    public async Task Run(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var files = await Files(now, cancel);
        var uploads = 0;
        await foreach (var upload in metadata.QueryEvery(null, new UploadsDue(now, PageSize), cancel))
            uploads += await Attempt("upload", () => unfinished.Run(upload, cancel), cancel);
        var folders = await Folders(now, cancel);
        var links = await Links(now, cancel);
        var resumed = 0;
        await foreach (var sweep in metadata.QueryEvery(null, new SweepsDue(now, PageSize), cancel))
            resumed += await Attempt("sweep", () => sweeps.Run(sweep, cancel), cancel);
        await foreach (var attempt in metadata.QueryEvery(null, new PreviewAttemptsDue(now, PageSize), cancel))
            await Attempt("preview", () => previews.Run(attempt), cancel);
        await foreach (var receipt in metadata.QueryEvery(null, new ReceiptsDue(now, PageSize), cancel).DistinctBy(receipt => receipt.TenantId))
            await Attempt("receipt", () => seal.Run(receipt.TenantId, cancel), cancel);
        await foreach (var sweep in metadata.QueryEvery(null, new SweepsOpen(PageSize), cancel))
            metrics.SweepSeen(sweep.State, now - sweep.StartedAt, Math.Max(0, (sweep.FilesTotal ?? 0) - sweep.FilesDone));
        metrics.Resumed("file", files);
        metrics.Resumed("upload", uploads);
        metrics.Resumed("folder", folders);
        metrics.Resumed("link", links);
        metrics.Resumed("sweep", resumed);
        if (files + uploads + folders + links + resumed > 0)
            LogResumed(log, files, uploads, folders, links, resumed);
    }

    private async Task<int> Links(DateTimeOffset now, CancellationToken cancel)
    {
        var count = 0;
        for (Query<Share>? query = new SharesDue(now, PageSize); query is not null;)
        {
            var page = await metadata.Query(null, query, cancel);
            // An edge that fails would fail for the others too: all of them stay due.
            if (!await ended.Run(page.Items))
                break;
            count += page.Items.Count;
            query = page.Next is null ? null : query with { After = page.Next };
        }
        return count;
    }

    /// <summary>What fails is due again, and stops nothing that is due after it.</summary>
    /// <returns>1 when it was done.</returns>
    private async Task<int> Attempt(string kind, Func<Task> work, CancellationToken cancel)
    {
        try
        {
            await work();
            return 1;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            LogFailed(log, e, kind);
            return 0;
        }
    }

    private async Task<int> Folders(DateTimeOffset now, CancellationToken cancel)
    {
        var count = 0;
        await foreach (var folder in metadata.QueryEvery(null, new FoldersDue(now, PageSize), cancel))
        {
            var claimed = folder with { DueAt = time.GetUtcNow() + Folder.Patience };
            var result = await metadata.Commit(Partitions.Of(folder.TenantId), [Change.Replace(claimed)], cancel);
            if (!result.Succeeded)
            {
                result.ExpectRaceOn(folder.Id); // Its work went on after all.
                continue;
            }
            // What is in it went to Trash when it did, or earlier on its own.
            var order = new SweepOrder(folder.Purge!.SweepSpace, folder.Purge.Sweep!.Value, folder.DeletedAt!.Value, folder.Purge.Cause);
            await queue.Send(new PurgeFolderJob(folder.TenantId, folder.FolderId, order), cancel);
            count++;
        }
        return count;
    }

    private async Task<int> Files(DateTimeOffset now, CancellationToken cancel)
    {
        var count = 0;
        for (Query<FileItem>? query = new FilesDue(now, PageSize); query is not null;)
        {
            var page = await metadata.Query(null, query, cancel);
            foreach (var tenant in page.Items.GroupBy(file => file.TenantId))
            {
                var claimed = await Claim(tenant, cancel);
                count += claimed.Count;
                foreach (var draft in claimed.Where(file => file.Status != FileStatus.Purging))
                    await queue.Send(new ScanJob(tenant.Key, draft.FileId), cancel);
                foreach (var batch in claimed.Where(file => file.Status == FileStatus.Purging).Chunk(PurgeBatchJob.MaxFiles))
                    await queue.Send(new PurgeBatchJob(tenant.Key, [.. batch.Select(file => file.FileId)], Sweep: null), cancel);
            }
            query = page.Next is null ? null : query with { After = page.Next };
        }
        return count;
    }

    private async Task<IReadOnlyList<FileItem>> Claim(IGrouping<TenantId, FileItem> files, CancellationToken cancel)
    {
        var due = time.GetUtcNow() + ScanFile.Patience;
        var claimed = new List<FileItem>();
        foreach (var file in files)
        {
            var result = await metadata.Commit(Partitions.Of(files.Key), [Change.Replace(file with { DueAt = due })], cancel);
            if (result.Succeeded)
                claimed.Add(file);
            else
                result.ExpectRaceOn(file.Id); // Its work went on after all.
        }
        return claimed;
    }

    [LoggerMessage(4004, LogLevel.Error, "Overdue work could not be resumed: a document of kind {Kind}")]
    private static partial void LogFailed(ILogger log, Exception e, string kind);

    [LoggerMessage(4001, LogLevel.Information, "Resumed overdue work: {Files} files, {Uploads} uploads, {Folders} folders, {Links} links, {Sweeps} sweeps")]
    private static partial void LogResumed(ILogger log, int files, int uploads, int folders, int links, int sweeps);
}
