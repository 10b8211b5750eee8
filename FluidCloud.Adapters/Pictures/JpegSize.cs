using System.Buffers.Binary;

namespace FluidCloud.Adapters.Pictures;

/// <summary>The size of a JPEG in pixels, from its frame header (ITU-T T.81, B.2.2).</summary>
internal static class JpegSize
{
    /// <returns>null when the bytes are not a JPEG.</returns>
    public static (int Width, int Height)? Of(ReadOnlySpan<byte> jpeg)
    {
        if (jpeg is not [0xFF, 0xD8, ..])
            return null;
        for (var rest = jpeg[2..]; rest.Length >= 9 && rest[0] == 0xFF;)
        {
            // SOF0 to SOF15, without the tables that share their numbers.
            if (rest[1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (BinaryPrimitives.ReadUInt16BigEndian(rest[7..]), BinaryPrimitives.ReadUInt16BigEndian(rest[5..]));
            var segment = 2 + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (segment > rest.Length)
                return null;
            rest = rest[segment..];
        }
        return null;
    }
}
