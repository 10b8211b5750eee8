using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Core.Uploads;

/// <summary>How large an upload may be, and from where on it comes in parts.</summary>
public sealed record UploadLimits
{
    /// <summary>The most parts of an upload: its ticket holds a URL for each. Storage would take 50,000 (Azure "Put Block List").</summary>
    private const int MaxParts = 1000;

    private const long MiB = 1024 * 1024;

    /// <summary>Of storage (Azure "Put Block").</summary>
    private const long LargestPart = 4000 * MiB;

    /// <summary>
    /// The largest file. Storage would take 50,000 parts of 4,000 MiB; but every file is read once by its scan, in the time
    /// that one job has.
    /// </summary>
    [Range(1, MaxParts * LargestPart)]
    public long MaxBytes { get; init; } = 100_000_000_000;

    /// <summary>From this size on in parts; below with one PUT, which storage takes up to 5,000 MiB (Azure "Put Blob").</summary>
    [Range(1, 5000 * MiB)]
    public long MultipartFrom { get; init; } = 100_000_000;

    /// <summary>The size of a part, until there would be too many of them.</summary>
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
