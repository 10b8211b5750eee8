using FluidCloud.Core.Blobs;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// Ends uploads. While bytes may still arrive by its signed URLs, an upload's document stays as
/// <see cref="UploadState.Ended"/>, without name, key and tags; <see cref="EraseLate"/> and <see cref="Forget"/> erase what
/// arrives.
/// </summary>
public sealed class EndUpload(IMetadataStore metadata, IBlobStore blobs, IPartStore parts, TimeProvider time)
{
    /// <summary>How long discarding may take before maintenance resumes it.</summary>
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
            [DiscardedDocument(marked, time.GetUtcNow()), .. new UsageDelta().Release(upload).ToChanges()], CancellationToken.None);
        if (!result.Succeeded)
            result.ExpectRaceOn(upload.Id);
        return true;
    }

    /// <summary>Erases bytes that arrived after the end of the upload, then deletes its document.</summary>
    public async Task Forget(Upload upload, CancellationToken cancel)
    {
        await EraseLate(upload, cancel);
        var result = await metadata.Commit(Partitions.Of(upload.TenantId), [Change.Delete(upload)], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(upload.Id);
    }

    /// <summary>Erases bytes that arrived after the end of the upload, which no quota counts.</summary>
    public async Task EraseLate(Upload upload, CancellationToken cancel)
    {
        // A file's purge erases its blob. Parts are no longer needed.
        if (await metadata.Read<FileItem>(Partitions.Of(upload.TenantId), upload.FileId.ToString(), cancel) is null or { Status: FileStatus.Purging })
            await Erase(upload, cancel);
        else if (upload.PartSize is not null)
            await parts.Erase(upload.Blob, cancel);
    }

    /// <summary>The change to the upload's document in the commit that completes it.</summary>
    public static Change ChangeOfCompleted(Upload upload, DateTimeOffset now) =>
        upload.MayReceive(now) ? Change.Replace(Ended(upload) with { DueAt = upload.LastArrival }) : Change.Delete(upload);

    /// <summary>Deletes the document, or keeps it while bytes may still arrive or a failure is shown.</summary>
    private static Change DiscardedDocument(Upload upload, DateTimeOffset now) => upload switch
    {
        { Error: not null } => Change.Replace(Ended(upload) with
        {
            Name = upload.Name, Error = upload.Error, State = UploadState.Failed, DueAt = now + Upload.FailureShown,
        }),
        _ when upload.MayReceive(now) => Change.Replace(Ended(upload) with { DueAt = upload.NextInspection(now) }),
        _ => Change.Delete(upload),
    };

    /// <summary>Removes what the caller named, because the file may be purged while the document stays.</summary>
    private static Upload Ended(Upload upload) => upload with
    {
        State = UploadState.Ended,
        Size = 0,
        Name = "",
        FolderId = null,
        ClientKey = null,
        Tags = [],
        SourceUrl = null,
        Error = null,
    };

    private async Task Erase(Upload upload, CancellationToken cancel)
    {
        // Parts first, so that a concurrent completion can't join them into a blob.
        if (upload.PartSize is not null)
            await parts.Erase(upload.Blob, cancel);
        await blobs.Erase(upload.Blob, cancel);
    }
}
