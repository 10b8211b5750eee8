namespace FluidCloud.Core.MediaTypes;

/// <summary>Ogg (RFC 3533): each stream begins with a page that names its codec. With one of video it is video.</summary>
internal static class OggPages
{
    private const int HeaderSize = 27;

    private static readonly byte[] Theora = [0x80, .. "theora"u8];

    /// <returns>null when it is not Ogg.</returns>
    public static string? TypeOf(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("OggS"u8))
            return null;
        var (hasAudio, hasVideo) = (false, false);
        for (var rest = head; rest.Length > HeaderSize && rest.StartsWith("OggS"u8) && IsFirst(rest) && HeaderSize + rest[26] <= rest.Length;)
        {
            var content = rest[(HeaderSize + rest[26])..];
            var length = 0;
            foreach (var segment in rest.Slice(HeaderSize, rest[26]))
                length += segment;
            hasVideo |= content.StartsWith(Theora)
                || content.StartsWith("BBCD\0"u8) || content.StartsWith("OVP80"u8);
            hasAudio |= content.StartsWith("OpusHead"u8) || content.StartsWith("\u0001vorbis"u8) || content.StartsWith("\u007FFLAC"u8) || content.StartsWith("Speex   "u8);
            rest = content[Math.Min(length, content.Length)..];
        }
        return hasVideo ? "video/ogg" : hasAudio ? "audio/ogg" : "application/ogg";
    }

    private static bool IsFirst(ReadOnlySpan<byte> page) => (page[5] & 2) != 0;
}
