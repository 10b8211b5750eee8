using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Rescans;

/// <summary>
/// Enqueues the files of rescans: each minute one slice per tenant and at most <see cref="MostPerRun"/> in total, so that
/// new uploads are still scanned promptly. A slice enqueued twice is scanned twice, which does no harm.
/// </summary>
public sealed class ResumeRescans(IMetadataStore metadata, IJobQueue queue, TimeProvider time) : IOverdueWork
{
    public const int SliceSize = 100;
    public const int MostPerRun = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(50); // Maintenance runs each minute.

    public string Kind => "rescan";

    public Task<int> Run(OverdueRun run, CancellationToken cancel)
    {
        var left = MostPerRun;
        return run.Each(new RescansDue(run.Now, OverdueRun.PageSize), rescan => rescan.TenantId, async rescan =>
        {
            if (left > 0)
                left -= await Slice(rescan, cancel);
        }, cancel);
    }

    /// <returns>How many files were enqueued.</returns>
    private async Task<int> Slice(Rescan rescan, CancellationToken cancel)
    {
        var partition = Partitions.Of(rescan.TenantId);
        var page = await metadata.Query(partition, new FilesNewestFirst(SliceSize) { After = rescan.After }, cancel);
        var files = page.Items.TakeWhile(file => file.CreatedAt >= rescan.Since).ToList();
        var clean = files.Where(file => file is { ScanStatus: ScanStatus.Clean, Status: FileStatus.Ready }).ToList();
        foreach (var file in clean)
            await queue.Send(new RescanJob(rescan.TenantId, file.FileId), cancel);
        var isLast = page.Next is null || files.Count < page.Items.Count;
        var result = await metadata.Commit(partition,
            [isLast ? Change.Delete(rescan) : Change.Replace(rescan with { After = page.Next, DueAt = time.GetUtcNow() + Pause })], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(rescan.Id); // It was restarted.
        return clean.Count;
    }
}
