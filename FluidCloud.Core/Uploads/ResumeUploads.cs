using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;

namespace FluidCloud.Core.Uploads;

/// <summary>Ends uploads that nobody completed, and fetches imports again that were interrupted.</summary>
public sealed class ResumeUploads(IJobQueue queue, EndUpload end, TimeProvider time) : IOverdueWork
{
    /// <summary>How long an import may take to start before it is sent again.</summary>
    private static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(2);

    public string Kind => "upload";

    public Task<int> Run(OverdueRun run, CancellationToken cancel) => run.Each(
        new UploadsDue(run.Now, OverdueRun.PageSize), upload => upload.TenantId, upload => Resume(run, upload, cancel), cancel);

    private Task Resume(OverdueRun run, Upload upload, CancellationToken cancel) => upload.State switch
    {
        UploadState.Ended or UploadState.Failed => end.Forget(upload, cancel),
        UploadState.Importing => Import(run, upload, cancel),
        _ => end.Discard(upload, cancel),
    };

    private async Task Import(OverdueRun run, Upload upload, CancellationToken cancel)
    {
        if (await run.Claim(upload.TenantId, upload with { DueAt = time.GetUtcNow() + GracePeriod }, cancel))
            await queue.Send(new ImportJob(upload.TenantId, upload.FileId), cancel);
    }
}
