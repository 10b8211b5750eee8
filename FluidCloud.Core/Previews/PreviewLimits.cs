using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Core.Previews;

/// <summary>Limits of a conversion.</summary>
public sealed record PreviewLimits
{
    /// <summary>The longest edge of a preview, in pixels (statement 146).</summary>
    public const int LongestEdge = 2048;

    /// <summary>The largest file that is converted, in bytes. The converter process holds it in memory.</summary>
    [Range(1L, 1L << 30)]
    public long MaxBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>
    /// The largest image that is decoded, in pixels (width times height). Of several images in a file, one is decoded.
    /// </summary>
    [Range(1L, long.MaxValue)]
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Memory of the converter process beyond that of its runtime, in bytes.</summary>
    [Range(64L * 1024 * 1024, long.MaxValue)]
    public long MaxMemory { get; init; } = 1024 * 1024 * 1024;

    /// <summary>From the first byte of the image to the finished preview. The caller waits for it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:03:00")]
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Concurrent conversions per instance; further ones wait.</summary>
    [Range(1, 64)]
    public int Parallel { get; init; } = 2;
}
