using FluidCloud.Core.MediaTypes;

namespace FluidCloud.Core.Previews;

/// <summary>Makes a JPEG of an image that nobody vouches for.</summary>
public interface IPreviewConverter
{
    /// <param name="format">As detected from the bytes; nothing else is tried.</param>
    /// <param name="image">Read forward, once.</param>
    /// <param name="size">How many bytes it has.</param>
    /// <returns>
    /// An upright JPEG in sRGB whose longest edge is at most <see cref="PreviewLimits.LongestEdge"/>, without any metadata.
    /// A smaller image keeps its size.
    /// </returns>
    /// <exception cref="NoPreviewException">The image can't be read, or takes more than the limits allow.</exception>
    Task<byte[]> Convert(ImageFormat format, Stream image, long size, CancellationToken cancel);

    /// <summary>Why nothing can be converted here; null when it can.</summary>
    string? Missing { get; }
}

/// <summary>No preview can be made of the image. <see cref="Exception.Message"/> is meant for the caller.</summary>
public sealed class NoPreviewException(string reason, Exception? cause = null) : Exception(reason, cause);
