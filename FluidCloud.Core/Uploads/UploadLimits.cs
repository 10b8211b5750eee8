using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Core.Uploads;

/// <summary>Limits of uploads: the largest file, and the size from which an upload has parts.</summary>
public sealed record UploadLimits
{
    /// <summary>
    /// The most parts of an upload, whose ticket holds a URL for each. Storage would allow 50,000 (Azure "Put Block List").
    /// </summary>
    private const int MaxParts = 1000;

    private const long MiB = 1024 * 1024;

    /// <summary>The largest part that storage accepts (Azure "Put Block").</summary>
    private const long LargestPart = 4000 * MiB;

    /// <summary>
    /// The largest file, in bytes. Storage would allow 50,000 parts of 4,000 MiB, but the scan reads the whole file within
    /// one job.
    /// </summary>
    [Range(1, MaxParts * LargestPart)]
    public long MaxBytes { get; init; } = 100_000_000_000;

    /// <summary>
    /// Uploads of at least this many bytes have parts; smaller ones take one PUT, which storage limits to 5,000 MiB (Azure
    /// "Put Blob").
    /// </summary>
    [Range(1, 5000 * MiB)]
    public long MultipartFrom { get; init; } = 100_000_000;

    /// <summary>The size of a part in bytes; larger when there would be too many parts.</summary>
    [Range(1, LargestPart)]
    public long SmallestPart { get; init; } = 16 * MiB;

    /// <returns>null for an upload with one PUT.</returns>
    public long? PartSizeOf(long size)
    {
        if (size < MultipartFrom)
            return null;
        var least = (size + MaxParts - 1) / MaxParts;
        return least <= SmallestPart ? SmallestPart : (least + MiB - 1) / MiB * MiB;
    }
}
