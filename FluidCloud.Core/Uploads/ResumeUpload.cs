using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>What an upload needs whose time is over.</summary>
public sealed class ResumeUpload(IMetadataStore metadata, IJobQueue queue, DiscardUpload discard, ForgetUpload forget, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public Task Run(Upload upload, CancellationToken cancel) => upload.State switch
    {
        UploadState.Ended or UploadState.Failed => forget.Run(upload, cancel),
        UploadState.Importing => Import(upload, cancel),
        _ => discard.Run(upload, cancel),
    };

    private async Task Import(Upload upload, CancellationToken cancel)
    {
        var claimed = upload with { DueAt = time.GetUtcNow() + Patience };
        var result = await metadata.Commit(Partitions.Of(upload.TenantId), [Change.Replace(claimed)], cancel);
        if (result.Succeeded)
            await queue.Send(new ImportJob(upload.TenantId, upload.FileId), cancel);
        else
            result.ExpectRaceOn(upload.Id); // Its work went on after all.
    }
}
