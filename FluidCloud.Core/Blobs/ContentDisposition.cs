namespace FluidCloud.Core.Blobs;

/// <summary>
/// Builds the <c>Content-Disposition</c> of every response that carries a file's name, with the name in both forms (RFC
/// 6266): <c>filename</c> in ASCII for old clients, and the exact <c>filename*</c> (RFC 8187), which other clients prefer.
/// </summary>
public static class ContentDisposition
{
    /// <param name="inline">true lets a browser display the file; false makes it save the file.</param>
    public static string Of(string fileName, bool inline) =>
        $"{(inline ? "inline" : "attachment")}; filename=\"{Ascii(fileName)}\"; filename*=UTF-8''{Uri.EscapeDataString(fileName)}";

    /// <summary>
    /// Replaces with an underscore each character beyond ASCII, and those that clients unescape differently: quotes,
    /// backslashes and percent signs (RFC 6266, appendix D).
    /// </summary>
    private static string Ascii(string fileName) => string.Concat(fileName.EnumerateRunes()
        .Select(rune => rune.Value is >= 0x20 and < 0x7F and not ('"' or '\\' or '%') ? (char)rune.Value : '_'));
}
