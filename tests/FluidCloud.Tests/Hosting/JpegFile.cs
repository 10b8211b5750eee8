using System.Buffers.Binary;
using Shouldly;

namespace FluidCloud.Tests.Hosting;

/// <summary>The segments of a JPEG before its picture, by their markers: 0xE0 is JFIF, 0xE1 Exif and XMP, 0xFE a comment.</summary>
public sealed record JpegFile(int Width, int Height, IReadOnlyList<byte> Markers)
{
    public static JpegFile Read(byte[] bytes)
    {
        bytes.AsSpan(0, 2).ToArray().ShouldBe([0xFF, 0xD8]);
        var markers = new List<byte>();
        var (width, height) = (0, 0);
        for (var at = 2; bytes[at + 1] != 0xDA; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2)))
        {
            bytes[at].ShouldBe((byte)0xFF);
            markers.Add(bytes[at + 1]);
            if (bytes[at + 1] is 0xC0 or 0xC1 or 0xC2)
                (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 5)), BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 7)));
        }
        return new(width, height, markers);
    }
}
