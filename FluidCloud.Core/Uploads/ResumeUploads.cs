using FluidCloud.Core.Blobs;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// Resumes uploads: discards those that expired or hold more bytes than announced, erases bytes that arrive after the end,
/// and restarts interrupted imports.
/// </summary>
public sealed class ResumeUploads(IJobQueue queue, IBlobStore blobs, IPartStore parts, EndUpload end, TimeProvider time) : IOverdueWork
{
    /// <summary>How long an import may take to start before its job is sent again.</summary>
    private static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(2);

    public string Kind => "upload";

    public Task<int> Run(OverdueRun run, CancellationToken cancel) => run.Each(
        new UploadsDue(run.Now, OverdueRun.PageSize), upload => upload.TenantId, upload => Resume(run, upload, cancel), cancel);

    private Task Resume(OverdueRun run, Upload upload, CancellationToken cancel) => upload.State switch
    {
        UploadState.Importing => Import(run, upload, cancel),
        UploadState.Pending => Inspect(run, upload, cancel),
        UploadState.Ended when upload.MayReceive(run.Now) => Clear(run, upload, cancel),
        UploadState.Ended or UploadState.Failed => end.Forget(upload, cancel),
        _ => end.Discard(upload, cancel),
    };

    private async Task Import(OverdueRun run, Upload upload, CancellationToken cancel)
    {
        if (await run.Claim(upload.TenantId, upload with { DueAt = time.GetUtcNow() + GracePeriod }, cancel))
            await queue.Send(new ImportJob(upload.TenantId, upload.FileId), cancel);
    }

    /// <summary>
    /// Discards an upload with more bytes than announced: a signed URL does not limit the size, and no quota counts the
    /// excess.
    /// </summary>
    private async Task Inspect(OverdueRun run, Upload upload, CancellationToken cancel)
    {
        if (run.Now >= upload.ExpiresAt || await HoldsTooMuch(upload, cancel))
            await end.Discard(upload, cancel);
        else
            await run.Claim(upload.TenantId, upload with { DueAt = upload.MayReceive(run.Now) ? upload.NextInspection(run.Now) : upload.ExpiresAt }, cancel);
    }

    private async Task<bool> HoldsTooMuch(Upload upload, CancellationToken cancel) =>
        (await blobs.Find(upload.Blob, cancel))?.Size > upload.Size
        || (upload.PartSize is not null && await parts.Measure(upload.Blob, cancel) > upload.Size);

    private async Task Clear(OverdueRun run, Upload upload, CancellationToken cancel)
    {
        if (await run.Claim(upload.TenantId, upload with { DueAt = upload.NextInspection(run.Now) }, cancel))
            await end.EraseLate(upload, cancel);
    }
}
