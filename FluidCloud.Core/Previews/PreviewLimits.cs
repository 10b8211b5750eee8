using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Core.Previews;

/// <summary>What one conversion may take.</summary>
public sealed record PreviewLimits
{
    /// <summary>Of a copy, in pixels (statement 146).</summary>
    public const int LongestEdge = 2048;

    /// <summary>The largest file that is converted. The process that converts holds it in memory.</summary>
    [Range(1L, 1L << 30)]
    public long MaxBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>The largest image that is decoded, width times height. Of several in a file only one is.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>What the process that converts may take beyond the runtime that it starts with, in bytes.</summary>
    [Range(64L * 1024 * 1024, long.MaxValue)]
    public long MaxMemory { get; init; } = 1024 * 1024 * 1024;

    /// <summary>From the first byte of the image to the copy. The caller waits for it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:03:00")]
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How many conversions an instance runs at once; others wait.</summary>
    [Range(1, 64)]
    public int Parallel { get; init; } = 2;
}
