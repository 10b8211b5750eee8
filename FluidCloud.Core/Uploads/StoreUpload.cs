using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// Stores an upload whose bytes come with the request, for the compatible APIs that work this way. No URL is signed, so no
/// bytes can arrive later. When interrupted before the file's record exists, it is discarded like any upload.
/// </summary>
public sealed class StoreUpload(ReserveUpload reserve, IPartStore parts, CompleteUpload complete, UploadLimits limits, TimeProvider time)
{
    /// <summary>How long it may take before maintenance discards it.</summary>
    private static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(5);

    /// <param name="bytes">At least one byte.</param>
    /// <returns>The file, pending its scan.</returns>
    /// <exception cref="FluidCloudException">As <see cref="StartUpload"/> and <see cref="CompleteUpload"/>.</exception>
    public async Task<FileItem> Run(Caller caller, UploadRequest request, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var upload = (request with { Size = bytes.Length }).ToUpload(caller, limits, now) with
        {
            PartSize = bytes.Length,
            WritableUntil = now,
            DueAt = now + GracePeriod,
        };
        await reserve.Run(caller.Reach, upload, cancel);
        await parts.Write(upload.Parts!, number: 1, bytes, cancel);
        return await complete.Run(caller, upload.FileId, upload.Blob.ToString(), cancel);
    }
}
