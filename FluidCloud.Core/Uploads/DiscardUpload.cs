using FluidCloud.Core.Blobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// Ends an upload without a file. First the upload is marked, so that it can't be completed any more; then its bytes
/// go, then the upload with its reservation. Maintenance finishes what is interrupted.
/// </summary>
public sealed class DiscardUpload(IMetadataStore metadata, IBlobStore blobs, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async Task Run(Upload upload, CancellationToken cancel)
    {
        var partition = Partitions.Of(upload.TenantId);
        var marked = upload with { Discarding = true, DueAt = time.GetUtcNow() + Patience };
        var result = await metadata.Commit(partition, [Change.Replace(marked)], cancel);
        if (!result.Succeeded)
        {
            result.ExpectRaceOn(upload.Id); // Completed, or discarded by someone else.
            return;
        }
        await blobs.Erase(new BlobName(upload.TenantId, upload.FileId), CancellationToken.None);
        result = await metadata.Commit(partition,
            [Change.Delete(marked with { ETag = result.ETags[0]! }), .. new UsageDelta().Release(upload).ToChanges()],
            CancellationToken.None);
        if (!result.Succeeded)
            result.ExpectRaceOn(upload.Id);
    }
}
