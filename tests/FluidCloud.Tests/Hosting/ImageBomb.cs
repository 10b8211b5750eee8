using FluidCloud.Core.MediaTypes;

namespace FluidCloud.Tests.Hosting;

/// <summary>A header that claims a huge picture, without the picture.</summary>
internal static class ImageBomb
{
    public static byte[] Of(ImageFormat format, int edge) => format == ImageFormat.Bmp ? Bmp(edge) : TiffTree.Build(new TiffNode(edge, edge) { Pixels = new byte[16] });

    private static byte[] Bmp(int edge)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write("BM"u8);
        foreach (var value in new[] { 54, 0, 54, 40, edge, edge, 1 | (24 << 16), 0, 0, 2835, 2835, 0, 0 })
            writer.Write(value);
        return bytes.ToArray();
    }
}
