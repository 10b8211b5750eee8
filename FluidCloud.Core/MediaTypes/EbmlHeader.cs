using System.Text;

namespace FluidCloud.Core.MediaTypes;

/// <summary>Matroska and WebM (RFC 8794, RFC 9559): the DocType of the header tells them apart, the codecs of the tracks audio from video.</summary>
internal static class EbmlHeader
{
    private const ulong Header = 0x1A45DFA3;
    private const ulong DocType = 0x4282;

    /// <returns>null when it is not EBML, or its DocType is neither Matroska nor WebM.</returns>
    public static string? TypeOf(ReadOnlySpan<byte> head)
    {
        var rest = head;
        if (Number(ref rest, keepsMarker: true) != Header || Number(ref rest, keepsMarker: false) is not { } size)
            return null;
        var header = rest[..(int)Math.Min((ulong)rest.Length, size)];
        // Without a video track in the kept bytes, an audio track decides.
        var isAudio = head.IndexOf("A_"u8) >= 0 && head.IndexOf("V_"u8) < 0;
        return DocTypeOf(header) switch
        {
            "webm" => isAudio ? "audio/webm" : "video/webm",
            "matroska" => isAudio ? "audio/x-matroska" : "video/x-matroska",
            _ => null,
        };
    }

    private static string? DocTypeOf(ReadOnlySpan<byte> header)
    {
        while (Number(ref header, keepsMarker: true) is { } id && Number(ref header, keepsMarker: false) is { } size && size <= (ulong)header.Length)
        {
            if (id == DocType)
                return Encoding.ASCII.GetString(header[..(int)size]).TrimEnd('\0');
            header = header[(int)size..];
        }
        return null;
    }

    /// <summary>The zeros before the first one in it say how many bytes a number has.</summary>
    private static ulong? Number(ref ReadOnlySpan<byte> bytes, bool keepsMarker)
    {
        if (bytes.IsEmpty || bytes[0] == 0)
            return null;
        var length = System.Numerics.BitOperations.LeadingZeroCount((uint)bytes[0]) - 23;
        if (length > bytes.Length)
            return null;
        ulong value = keepsMarker ? bytes[0] : (byte)(bytes[0] & (0xFF >> length));
        foreach (var next in bytes[1..length])
            value = (value << 8) | next;
        bytes = bytes[length..];
        return value;
    }
}
