using FluidCloud.Core.MediaTypes;

namespace FluidCloud.Core.Previews;

/// <summary>Converts an untrusted image to JPEG.</summary>
public interface IPreviewConverter
{
    /// <param name="format">The format detected from the bytes; no other is tried.</param>
    /// <param name="image">A forward-only stream.</param>
    /// <param name="size">Size of the image in bytes.</param>
    /// <returns>
    /// An upright JPEG in sRGB whose longest edge is at most <see cref="PreviewLimits.LongestEdge"/>, without any metadata.
    /// A smaller image keeps its size.
    /// </returns>
    /// <exception cref="NoPreviewException">The image can't be decoded, or exceeds the limits.</exception>
    Task<byte[]> Convert(ImageFormat format, Stream image, long size, CancellationToken cancel);

    /// <summary>Why conversion is unavailable on this host; null when it works.</summary>
    string? Missing { get; }
}

/// <summary>The image can't be converted. <see cref="Exception.Message"/> is meant for the caller.</summary>
public sealed class NoPreviewException(string reason, Exception? cause = null) : Exception(reason, cause);
