using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;
using FluidCloud.Core.Scanning;

namespace FluidCloud.Core.Uploads;

/// <summary>Turns an upload whose bytes have arrived into a file, and has it scanned.</summary>
public sealed class CompleteUpload(
    IMetadataStore metadata, IBlobStore blobs, FindFile find, FindFolder folders, DiscardUpload discard, JobAnnouncer jobs, TimeProvider time)
{
    /// <param name="key">As the ticket had it.</param>
    /// <returns>The file; completing twice gives the same one.</returns>
    /// <exception cref="FluidCloudException">404 no such upload, 409 no bytes yet, 422 not the announced size.</exception>
    public async Task<FileItem> Run(Caller caller, FileId id, string? key, CancellationToken cancel)
    {
        var blob = new BlobName(caller.Tenant, id);
        if (key != blob.ToString())
            throw Errors.Invalid("key", "is not the key of this upload");
        while (true)
        {
            var upload = await metadata.Read<Upload>(Partitions.Of(caller.Tenant), Upload.IdOf(id), cancel);
            if (upload is null)
                return await find.ById(caller.Tenant, id, cancel);
            if (upload.Discarding)
                throw Errors.UploadNotFound();
            var size = await blobs.FindSize(blob, cancel) ?? throw Errors.BytesMissing();
            if (size != upload.Size)
            {
                await discard.Run(upload, cancel);
                throw Errors.SizeDiffers(upload.Size, size);
            }
            if (await Commit(upload, cancel) is { } file)
            {
                await jobs.Announce(new ScanJob(file.TenantId, file.FileId));
                return file;
            }
        }
    }

    /// <returns>null when the upload was completed or discarded meanwhile, or its folder moved.</returns>
    private async Task<FileItem?> Commit(Upload upload, CancellationToken cancel)
    {
        // A folder that went to Trash or was purged meanwhile does not take the file with it: it lives in the root.
        var home = await folders.Home(upload.TenantId, upload.FolderId, cancel);
        var now = time.GetUtcNow();
        var file = new FileItem
        {
            Id = upload.FileId.ToString(),
            TenantId = upload.TenantId,
            SpaceId = upload.SpaceId,
            FolderId = home.Nearest,
            SourceApp = upload.App,
            ClientKey = upload.ClientKey,
            OriginalName = upload.Name,
            Tags = upload.Tags,
            Size = upload.Size,
            CreatedBy = upload.CreatedBy,
            CreatedAt = now,
            UpdatedAt = now,
            DueAt = now + ScanFile.Patience,
        };
        var usage = new UsageDelta().Release(upload).Appears(file);
        var totals = new FolderTotals().Gain(home, file);
        var result = await metadata.Commit(Partitions.Of(upload.TenantId),
            [Change.Delete(upload), Change.Create(file), .. usage.ToChanges(), .. totals.ToChanges()], cancel);
        if (result.Succeeded)
            return file;
        result.ExpectRaceOn([upload.Id, .. totals.Folders]);
        return null;
    }
}
