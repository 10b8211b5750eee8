using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// Reads the progress of an upload: an import in the background, or an upload whose client was interrupted.
/// </summary>
public sealed class ReadUpload(FindUpload uploads, IPartStore parts, FindFile find)
{
    /// <exception cref="FluidCloudException">404: unknown, aborted, expired, purged, or another tenant's.</exception>
    public async Task<UploadProgress> Run(Reach reach, FileId id, CancellationToken cancel)
    {
        var upload = await uploads.Run(reach, id, cancel);
        if (upload is null or { State: UploadState.Ended })
        {
            var file = await find.ById(reach, id, cancel);
            return new(id, UploadStatus.Completed, file.OriginalName, file.Size, file.CreatedAt, ExpiresAt: null, Error: null);
        }
        UploadStatus? status = upload switch
        {
            { State: UploadState.Pending } => UploadStatus.Pending,
            { State: UploadState.Failed } => UploadStatus.Failed,
            // Also while a failed import is being discarded.
            { State: UploadState.Importing } or { Error: not null } => UploadStatus.Importing,
            _ => null,
        };
        return new(id, status ?? throw Errors.UploadNotFound(), upload.Name, status == UploadStatus.Pending ? upload.Size : null,
            upload.CreatedAt, status switch
            {
                UploadStatus.Pending => upload.ExpiresAt,
                UploadStatus.Failed => upload.DueAt,
                _ => null,
            }, upload.Error)
        {
            Parts = status == UploadStatus.Pending ? upload.Parts : null,
            PartsReceived = status == UploadStatus.Pending && upload.Parts is { } layout ? await parts.ListReceived(layout, cancel) : null,
        };
    }
}

/// <param name="Size">null while unknown.</param>
/// <param name="ExpiresAt">
/// When it is discarded unless completed, or when a failure is no longer shown; null for neither.
/// </param>
/// <param name="Error">Why the import, or its last attempt, failed; null otherwise.</param>
public sealed record UploadProgress(
    FileId FileId, UploadStatus Status, string Name, long? Size, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, string? Error)
{
    /// <summary>The part layout; null unless it waits for parts.</summary>
    public PartLayout? Parts { get; init; }

    /// <summary>The numbers of the stored parts; null unless it waits for parts.</summary>
    public IReadOnlyList<int>? PartsReceived { get; init; }
}

public enum UploadStatus
{
    /// <summary>Waits for its bytes and its completion.</summary>
    Pending,

    /// <summary>The server is fetching it.</summary>
    Importing,

    /// <summary>It is a file.</summary>
    Completed,

    /// <summary>It will not become a file.</summary>
    Failed,
}
