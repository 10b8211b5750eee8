using FluidCloud.Core.Counters;

namespace FluidCloud.Core.Uploads;

/// <summary>The quota reservation that an unfinished upload holds.</summary>
public static class UploadUsage
{
    public static UsageDelta Reserve(this UsageDelta delta, Upload upload) => delta.AddUploads(upload.SpaceId, 1, upload.Size);

    public static UsageDelta Release(this UsageDelta delta, Upload upload) => delta.AddUploads(upload.SpaceId, -1, -upload.Size);

    /// <param name="bytes">By how much the reservation grows; negative when it shrinks.</param>
    public static UsageDelta Resize(this UsageDelta delta, Upload upload, long bytes) => delta.AddUploads(upload.SpaceId, 0, bytes);
}
