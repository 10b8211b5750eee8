using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// Ends an upload without a file. First the upload is marked, so that it can't be completed any more; then its bytes
/// go, then its reservation. Maintenance finishes what is interrupted.
/// </summary>
public sealed class DiscardUpload(IMetadataStore metadata, EraseUpload erase, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <returns>false when it was changed meanwhile: completed, or discarded by someone else.</returns>
    public async Task<bool> Run(Upload upload, CancellationToken cancel)
    {
        var partition = Partitions.Of(upload.TenantId);
        var marked = upload with { State = UploadState.Discarding, DueAt = time.GetUtcNow() + Patience };
        var result = await metadata.Commit(partition, [Change.Replace(marked)], cancel);
        if (!result.Succeeded)
        {
            result.ExpectRaceOn(upload.Id);
            return false;
        }
        marked = marked with { ETag = result.ETags[0]! };
        await erase.Run(marked, CancellationToken.None);
        result = await metadata.Commit(partition,
            [UploadEnd.Of(marked, time.GetUtcNow()), .. new UsageDelta().Release(upload).ToChanges()], CancellationToken.None);
        if (!result.Succeeded)
            result.ExpectRaceOn(upload.Id);
        return true;
    }
}
