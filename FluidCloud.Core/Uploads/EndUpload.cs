using FluidCloud.Core.Blobs;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// Every end of an upload. While its signed URLs are good, its document stays as <see cref="UploadState.Ended"/>: a PUT may
/// still bring bytes back, and <see cref="Forget"/> erases them once the URLs have expired.
/// </summary>
public sealed class EndUpload(IMetadataStore metadata, IBlobStore blobs, IPartStore parts, TimeProvider time)
{
    /// <summary>How long a discard may take before maintenance finishes it.</summary>
    private static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Ends an upload without a file: marks it, so that nobody completes it, erases its bytes, then releases its quota
    /// reservation. Maintenance finishes what is interrupted.
    /// </summary>
    /// <returns>false when another call changed it first.</returns>
    public async Task<bool> Discard(Upload upload, CancellationToken cancel)
    {
        var partition = Partitions.Of(upload.TenantId);
        var marked = upload with { State = UploadState.Discarding, DueAt = time.GetUtcNow() + GracePeriod };
        var result = await metadata.Commit(partition, [Change.Replace(marked)], cancel);
        if (!result.Succeeded)
        {
            result.ExpectRaceOn(upload.Id);
            return false;
        }
        marked = marked with { ETag = result.ETags[0]! };
        await Erase(marked, CancellationToken.None);
        result = await metadata.Commit(partition,
            [EndedDocument(marked, time.GetUtcNow()), .. new UsageDelta().Release(upload).ToChanges()], CancellationToken.None);
        if (!result.Succeeded)
            result.ExpectRaceOn(upload.Id);
        return true;
    }

    /// <summary>Erases what arrived after the end of the upload, then deletes its document.</summary>
    public async Task Forget(Upload upload, CancellationToken cancel)
    {
        var partition = Partitions.Of(upload.TenantId);
        // The blob of a file belongs to the file, and its purge erases it. Parts belong to nobody.
        if (await metadata.Read<FileItem>(partition, upload.FileId.ToString(), cancel) is null or { Status: FileStatus.Purging })
            await Erase(upload, cancel);
        else if (upload.PartSize is not null)
            await parts.Erase(upload.Blob, cancel);
        var result = await metadata.Commit(partition, [Change.Delete(upload)], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(upload.Id);
    }

    /// <summary>What the commit of a completion does to the document.</summary>
    public static Change ChangeOfCompleted(Upload upload, DateTimeOffset now) => EndedDocument(upload with { Error = null }, now);

    /// <summary>Deletes the document, or keeps it while bytes may still arrive or while a failure can be read.</summary>
    private static Change EndedDocument(Upload upload, DateTimeOffset now)
    {
        var ended = upload with { State = UploadState.Ended, Size = 0, SourceUrl = null, DueAt = upload.WritableUntil };
        return upload switch
        {
            { Error: not null } => Change.Replace(ended with { State = UploadState.Failed, DueAt = now + Upload.FailureShown }),
            _ when upload.WritableUntil <= now => Change.Delete(upload),
            _ => Change.Replace(ended),
        };
    }

    private async Task Erase(Upload upload, CancellationToken cancel)
    {
        // Parts first: a completion at the same time can't make a blob of them any more.
        if (upload.PartSize is not null)
            await parts.Erase(upload.Blob, cancel);
        await blobs.Erase(upload.Blob, cancel);
    }
}
