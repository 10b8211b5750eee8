using FluidCloud.Core.Access;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Uploads;

namespace FluidCloud.Core.Imports;

/// <summary>Reserves a file id and enqueues the download of a URL. Quota is reserved once the size is known.</summary>
public sealed class StartImport(ReserveUpload reserve, JobAnnouncer jobs, ImportLimits limits, UploadLimits uploads, TimeProvider time)
{
    private const long PartSize = 4 * 1024 * 1024;

    /// <param name="request">Without a name, the file takes the last path segment of the URL.</param>
    /// <exception cref="FluidCloudException">422 that names the field; 404 no such space or folder.</exception>
    public async Task<FileId> Run(Caller caller, string? url, UploadRequest request, CancellationToken cancel)
    {
        var source = SourceUrl.Parse(url, limits);
        var now = time.GetUtcNow();
        var upload = (request with { Name = request.Name ?? SourceUrl.NameIn(source), Size = 0 }).ToUpload(caller, uploads, now) with
        {
            State = UploadState.Importing,
            SourceUrl = source.AbsoluteUri,
            PartSize = PartSize,
            WritableUntil = now,
            DueAt = now + ImportFile.GracePeriod,
        };
        await reserve.Run(caller.Reach, upload, cancel);
        await jobs.Announce(new ImportJob(upload.TenantId, upload.FileId));
        return upload.FileId;
    }
}
