using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>Turns an upload whose bytes have arrived into a file and enqueues its scan.</summary>
public sealed class CompleteUpload(
    FindUpload uploads, IBlobStore blobs, FindFile find, JoinParts join, EndUpload end, RecordFile record,
    TimeProvider time)
{
    /// <param name="key">The key from the ticket.</param>
    /// <param name="parts">The numbers of the parts that were sent; null to take them from storage.</param>
    /// <param name="sha256">The SHA-256 of the bytes as 64 hex digits, which the scan verifies; null when not given.</param>
    /// <returns>The file; completing twice gives the same one.</returns>
    /// <exception cref="FluidCloudException">
    /// 404 no such upload; 409 no bytes yet, or parts missing; 422 wrong size, wrong part numbers, or an unusable blob.
    /// </exception>
    public async Task<FileItem> Run(Caller caller, FileId id, string? key, CancellationToken cancel, IReadOnlyList<int>? parts = null, string? sha256 = null)
    {
        var announced = Sha256Text.Validate(sha256);
        if (key != new BlobName(caller.Tenant, id).ToString())
            throw Errors.Invalid("key", "is not the key of this upload");
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var upload = await uploads.Run(caller.Reach, id, cancel);
            if (upload is null or { State: UploadState.Ended })
                return await find.ById(caller.Reach, id, cancel);
            if (upload.State != UploadState.Pending)
                throw Errors.UploadNotFound();
            PartNumbers.Check(parts, upload);
            if (upload.Parts is { } layout)
                await join.Run(layout, cancel);
            await Check(upload, cancel);
            if (await record.Run(upload, announced, cancel) is { } file)
                return file;
        }
    }

    private async Task Check(Upload upload, CancellationToken cancel)
    {
        var found = await blobs.Find(upload.Blob, cancel) ?? throw Errors.BytesMissing();
        if (found.Flaw is null && found.Size == upload.Size)
            return;
        await end.Discard(upload, cancel);
        throw found.Flaw is { } flaw ? Errors.UnfitBytes(flaw) : Errors.SizeDiffers(upload.Size, found.Size);
    }
}
