using System.Text;
using System.Text.Unicode;

namespace FluidCloud.Core.MediaTypes;

/// <summary>Text, as far as its beginning goes.</summary>
/// <param name="Charset">See <see cref="MediaType.Charset"/>.</param>
/// <param name="IsWhole">Whether the text is the whole file.</param>
internal sealed record TextContent(string Text, string? Charset, bool IsWhole)
{
    /// <summary>From so many bytes on, text without control characters is no accident, whatever alphabet it is in.</summary>
    private const int NoAccident = 128;

    private static readonly UnicodeEncoding LittleEndian = new(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding BigEndian = new(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);

    /// <param name="isUtf8">Whether the whole file is UTF-8, not only its start.</param>
    /// <returns>null when it is not text.</returns>
    public static TextContent? Of(ByteSample sample, bool isUtf8)
    {
        var head = sample.Head;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Utf16(sample, LittleEndian, "utf-16le");
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Utf16(sample, BigEndian, "utf-16be");
        if (HasControls(head))
            return null;
        var complete = head[..^Utf8Check.CutOff(head)];
        if (Utf8.IsValid(complete))
            return new(Encoding.UTF8.GetString(complete).TrimStart('\uFEFF'), isUtf8 ? "utf-8" : null, sample.IsWhole);
        // Some code page, such as Windows-1252; the bytes do not tell which one.
        return head.Length >= NoAccident || 2 * Ascii(head) > head.Length
            ? new(Encoding.Latin1.GetString(head), Charset: null, sample.IsWhole)
            : null;
    }

    /// <summary>By its byte order mark; anything that is no character of text makes it binary.</summary>
    private static TextContent? Utf16(ByteSample sample, UnicodeEncoding encoding, string charset)
    {
        var bytes = sample.Head[2..];
        try
        {
            var text = encoding.GetString(sample.IsWhole ? bytes : bytes[..(bytes.Length & ~1)]);
            return text.Any(IsControl) ? null : new(text, charset, sample.IsWhole);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool HasControls(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (IsControl((char)value))
                return true;
        }
        return false;
    }

    /// <summary>Those that text does not use; it does use tabs, line ends, form feeds and the escape of terminals.</summary>
    private static bool IsControl(char letter) => letter < ' ' && letter is not ('\t' or '\n' or '\r' or '\f' or '\u001B');

    private static int Ascii(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var value in bytes)
            count += value < 0x80 ? 1 : 0;
        return count;
    }
}
