namespace FluidCloud.Core.MediaTypes;

/// <summary>What a viewer has to do with a preview.</summary>
public enum PreviewKind
{
    Image,
    Video,
    Audio,
    Pdf,
    Text,
}

/// <summary>How a file is shown, decided by its detected type alone (statements 143, 146, 149).</summary>
/// <param name="Mime">The type of the preview.</param>
/// <param name="Source">The format that is converted to JPEG; null when browsers show the file as it is.</param>
public sealed record PreviewForm(PreviewKind Kind, string Mime, ImageFormat? Source = null)
{
    /// <returns>null when files of that type have no preview.</returns>
    public static PreviewForm? Of(string? mime) => mime switch
    {
        "image/heic" or "image/heif" or "image/heic-sequence" or "image/heif-sequence" => Converted(ImageFormat.Heif),
        "image/tiff" => Converted(ImageFormat.Tiff),
        "image/bmp" => Converted(ImageFormat.Bmp),
        "image/png" or "image/jpeg" or "image/gif" or "image/webp" or "image/avif" or "image/x-icon" => new(PreviewKind.Image, mime),
        "video/mp4" or "video/webm" or "video/ogg" or "video/quicktime" or "video/3gpp" => new(PreviewKind.Video, mime),
        "audio/mpeg" or "audio/aac" or "audio/mp4" or "audio/ogg" or "audio/webm" or "audio/wav" or "audio/flac" => new(PreviewKind.Audio, mime),
        "application/pdf" => new(PreviewKind.Pdf, mime),
        // Active content is shown as source text: never as HTML, SVG, XML or script.
        "image/svg+xml" or "application/xml" or "application/json" or "message/rfc822" => new(PreviewKind.Text, "text/plain"),
        not null when mime.StartsWith("text/", StringComparison.Ordinal) => new(PreviewKind.Text, "text/plain"),
        _ => null,
    };

    private static PreviewForm Converted(ImageFormat source) => new(PreviewKind.Image, "image/jpeg", source);
}

/// <summary>The formats that browsers do not show.</summary>
public enum ImageFormat
{
    /// <summary>HEIC too.</summary>
    Heif,
    Tiff,
    Bmp,
}
