namespace FluidCloud.Core.Blobs;

/// <summary>
/// The one <c>Content-Disposition</c> of everything that is served under a file's name, with the name in both forms (RFC 6266):
/// <c>filename</c> in ASCII for tools that know no other, and <c>filename*</c> exactly (RFC 8187), which the others prefer.
/// </summary>
public static class ContentDisposition
{
    /// <param name="inline">false has a browser save it; true lets it show it.</param>
    public static string Of(string fileName, bool inline) =>
        $"{(inline ? "inline" : "attachment")}; filename=\"{Ascii(fileName)}\"; filename*=UTF-8''{Uri.EscapeDataString(fileName)}";

    /// <summary>
    /// An underscore for each character beyond ASCII, and for those that clients unescape in different ways: quotes,
    /// backslashes and the percent sign (RFC 6266, appendix D).
    /// </summary>
    private static string Ascii(string fileName) => string.Concat(fileName.EnumerateRunes()
        .Select(rune => rune.Value is >= 0x20 and < 0x7F and not ('"' or '\\' or '%') ? (char)rune.Value : '_'));
}
