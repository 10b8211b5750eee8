using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Scanning;

namespace FluidCloud.Core.Uploads;

/// <summary>Commits an upload as a file once its bytes are stored, and enqueues its scan.</summary>
public sealed class RecordFile(IMetadataStore metadata, FindFolder folders, JobAnnouncer jobs, TimeProvider time)
{
    /// <param name="announcedSha256">See <see cref="FileItem.AnnouncedSha256"/>.</param>
    /// <returns>null when the upload was completed or discarded meanwhile, or its folder moved.</returns>
    public async Task<FileItem?> Run(Upload upload, string? announcedSha256, CancellationToken cancel)
    {
        // When the folder was trashed or purged meanwhile, the file goes to the root of the space.
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
            AnnouncedSha256 = announcedSha256,
            CreatedBy = upload.CreatedBy,
            CreatedAt = now,
            UpdatedAt = now,
            DueAt = now + ScanFile.GracePeriod,
        };
        var usage = new UsageDelta().Release(upload).Appears(file);
        var totals = new FolderTotals().Gain(home, file);
        var result = await metadata.Commit(Partitions.Of(upload.TenantId),
            [EndUpload.ChangeOfCompleted(upload, now), Change.Create(file), .. usage.ToChanges(), .. totals.ToChanges()], cancel);
        if (!result.Succeeded)
        {
            result.ExpectRaceOn([upload.Id, .. totals.Folders]);
            return null;
        }
        await jobs.Announce(new ScanJob(file.TenantId, file.FileId));
        return file;
    }
}
