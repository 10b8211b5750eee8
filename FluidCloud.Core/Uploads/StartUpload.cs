using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;

namespace FluidCloud.Core.Uploads;

/// <summary>Reserves a file id and room in the pool, and signs the URLs that take the bytes.</summary>
public sealed class StartUpload(ReserveUpload reserve, IBlobStore blobs, IPartStore parts, UploadLimits limits, TimeProvider time)
{
    /// <exception cref="FluidCloudException">402 before anything is signed when the pool has no room.</exception>
    public async Task<UploadTicket> Run(Caller caller, UploadRequest request, CancellationToken cancel)
    {
        var upload = request.ToUpload(caller, limits, time.GetUtcNow());
        await reserve.Run(upload, cancel);
        var lifetime = upload.WritableUntil - upload.CreatedAt;
        var (file, key) = (upload.FileId, upload.Blob.ToString());
        return upload.Parts is { } layout
            ? new(file, key, Url: null, upload.WritableUntil) { PartSize = layout.PartSize, Parts = await parts.Sign(layout, lifetime, cancel) }
            : new(file, key, await blobs.SignUpload(upload.Blob, lifetime, cancel), upload.WritableUntil);
    }
}

/// <summary>Where to send the bytes.</summary>
/// <param name="Key">The storage key; the completion repeats it.</param>
/// <param name="Url">Takes one PUT with the header <c>x-ms-blob-type: BlockBlob</c>. null when the bytes go in parts.</param>
public sealed record UploadTicket(FileId FileId, string Key, Uri? Url, DateTimeOffset ExpiresAt)
{
    /// <summary>The size of every part but the last. null for one PUT.</summary>
    public long? PartSize { get; init; }

    /// <summary>Takes part 1, 2 and so on, each with a PUT. null for one PUT.</summary>
    public IReadOnlyList<Uri>? Parts { get; init; }
}
