using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;

namespace FluidCloud.Core.Uploads;

/// <summary>Reserves a file id and quota, and signs the upload URLs.</summary>
public sealed class StartUpload(ReserveUpload reserve, IBlobStore blobs, IPartStore parts, UploadLimits limits, TimeProvider time)
{
    /// <exception cref="FluidCloudException">402 quota exceeded, before anything is signed.</exception>
    public async Task<UploadTicket> Run(Caller caller, UploadRequest request, CancellationToken cancel)
    {
        var upload = request.ToUpload(caller, limits, time.GetUtcNow());
        await reserve.Run(caller.Reach, upload, cancel);
        var lifetime = upload.WritableUntil - upload.CreatedAt;
        var (file, key) = (upload.FileId, upload.Blob.ToString());
        return upload.Parts is { } layout
            ? new(file, key, Url: null, upload.WritableUntil) { PartSize = layout.PartSize, Parts = PartUrl.All(await parts.Sign(layout, lifetime, cancel)) }
            : new(file, key, await blobs.SignUpload(upload.Blob, lifetime, cancel), upload.WritableUntil);
    }
}

/// <summary>Where to send the bytes.</summary>
/// <param name="Key">The storage key, which the completion repeats.</param>
/// <param name="Url">
/// The URL for one PUT with the header <c>x-ms-blob-type: BlockBlob</c>; null when the upload has parts.
/// </param>
public sealed record UploadTicket(FileId FileId, string Key, Uri? Url, DateTimeOffset ExpiresAt)
{
    /// <summary>The size of every part but the last, in bytes; null for one PUT.</summary>
    public long? PartSize { get; init; }

    /// <summary>null for one PUT.</summary>
    public IReadOnlyList<PartUrl>? Parts { get; init; }
}

/// <summary>Where to send a part, with a PUT.</summary>
/// <param name="PartNumber">From 1.</param>
public sealed record PartUrl(int PartNumber, Uri Url)
{
    /// <param name="urls">Of part 1, 2 and so on.</param>
    internal static IReadOnlyList<PartUrl> All(IReadOnlyList<Uri> urls) => [.. urls.Select((url, index) => new PartUrl(index + 1, url))];
}
