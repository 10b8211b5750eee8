using FluidCloud.Core.Blobs;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// Every end of an upload. While its signed URLs may still bring bytes, its document stays as <see cref="UploadState.Ended"/>,
/// without what the caller named, and <see cref="EraseLate"/> and <see cref="Forget"/> erase what arrives.
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
            [DiscardedDocument(marked, time.GetUtcNow()), .. new UsageDelta().Release(upload).ToChanges()], CancellationToken.None);
        if (!result.Succeeded)
            result.ExpectRaceOn(upload.Id);
        return true;
    }

    /// <summary>Erases what arrived after the end of the upload, then deletes its document.</summary>
    public async Task Forget(Upload upload, CancellationToken cancel)
    {
        await EraseLate(upload, cancel);
        var result = await metadata.Commit(Partitions.Of(upload.TenantId), [Change.Delete(upload)], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(upload.Id);
    }

    /// <summary>Erases what arrived after the end of the upload: bytes that no quota counts.</summary>
    public async Task EraseLate(Upload upload, CancellationToken cancel)
    {
        // The blob of a file belongs to the file, and its purge erases it. Parts belong to nobody.
        if (await metadata.Read<FileItem>(Partitions.Of(upload.TenantId), upload.FileId.ToString(), cancel) is null or { Status: FileStatus.Purging })
            await Erase(upload, cancel);
        else if (upload.PartSize is not null)
            await parts.Erase(upload.Blob, cancel);
    }

    /// <summary>What the commit of a completion does to the document: the blob that a URL names can't be written again.</summary>
    public static Change ChangeOfCompleted(Upload upload, DateTimeOffset now) =>
        upload.MayReceive(now) ? Change.Replace(Ended(upload) with { DueAt = upload.LastArrival }) : Change.Delete(upload);

    /// <summary>Deletes the document, or keeps it while bytes may still arrive or while a failure can be read.</summary>
    private static Change DiscardedDocument(Upload upload, DateTimeOffset now) => upload switch
    {
        { Error: not null } => Change.Replace(Ended(upload) with
        {
            Name = upload.Name, Error = upload.Error, State = UploadState.Failed, DueAt = now + Upload.FailureShown,
        }),
        _ when upload.MayReceive(now) => Change.Replace(Ended(upload) with { DueAt = upload.NextInspection(now) }),
        _ => Change.Delete(upload),
    };

    /// <summary>Without what the caller named: the file may be purged while the document stays.</summary>
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
        // Parts first: a completion at the same time can't make a blob of them any more.
        if (upload.PartSize is not null)
            await parts.Erase(upload.Blob, cancel);
        await blobs.Erase(upload.Blob, cancel);
    }
}
