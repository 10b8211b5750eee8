namespace FluidCloud.Core.MediaTypes;

/// <summary>MPEG audio without anything before it: MP2 and MP3 (ISO/IEC 11172-3) and AAC in ADTS (ISO/IEC 14496-3), by a frame's header.</summary>
internal static class MpegAudio
{
    /// <returns>null when it does not start with a frame.</returns>
    public static string? TypeOf(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4 || head[0] != 0xFF || (head[1] & 0xE0) != 0xE0)
            return null;
        var (version, layer) = ((head[1] >> 3) & 3, (head[1] >> 1) & 3);
        if (layer == 0)
            return (head[1] & 0xF0) == 0xF0 && ((head[2] >> 2) & 15) <= 12 ? "audio/aac" : null;
        var (bitRate, sampleRate) = (head[2] >> 4, (head[2] >> 2) & 3);
        // Excludes Layer I, which is unused, because its header equals the byte order mark of UTF-16.
        return layer != 3 && version != 1 && bitRate is > 0 and < 15 && sampleRate != 3 ? "audio/mpeg" : null;
    }
}
