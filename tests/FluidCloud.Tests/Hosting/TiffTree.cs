namespace FluidCloud.Tests.Hosting;

/// <param name="Subfile">Bits of <c>NewSubfileType</c>: 1 for a thumbnail, 4 for a mask.</param>
/// <param name="Photometric">1 for grey, 32803 for the raw data of a sensor.</param>
internal sealed record TiffNode(int Width, int Height, int Subfile = 0, int Photometric = 1)
{
    /// <summary>Named by the entry SubIFDs.</summary>
    public IReadOnlyList<TiffNode> Children { get; init; } = [];

    /// <summary>One byte each; null for grey ones.</summary>
    public byte[]? Pixels { get; init; }
}

/// <summary>A TIFF of one directory with sub-directories, which no library writes.</summary>
internal static class TiffTree
{
    public static byte[] Build(TiffNode root)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("II*\0"u8);
        writer.Write(0);
        var first = Write(writer, root);
        file.Position = 4;
        writer.Write(first);
        return file.ToArray();
    }

    /// <returns>The offset of its directory.</returns>
    private static int Write(BinaryWriter writer, TiffNode node)
    {
        var children = node.Children.Select(child => Write(writer, child)).ToList();
        var list = Place(writer, [.. children.SelectMany(BitConverter.GetBytes)]);
        var pixels = node.Pixels ?? Enumerable.Repeat((byte)128, node.Photometric == 32803 ? 16 : node.Width * node.Height).ToArray();
        var strip = Place(writer, pixels);
        List<(int Tag, int Count, int Value)> entries =
        [
            (254, 1, node.Subfile), (256, 1, node.Width), (257, 1, node.Height), (258, 1, 8), (259, 1, 1), (262, 1, node.Photometric),
            (273, 1, strip), (277, 1, 1), (278, 1, node.Height), (279, 1, pixels.Length),
        ];
        if (children.Count > 0)
            entries.Add((330, children.Count, children.Count == 1 ? children[0] : list));
        var offset = (int)writer.BaseStream.Position;
        writer.Write((short)entries.Count);
        foreach (var (tag, count, value) in entries)
        {
            writer.Write((short)tag);
            writer.Write((short)4);
            writer.Write(count);
            writer.Write(value);
        }
        writer.Write(0);
        return offset;
    }

    private static int Place(BinaryWriter writer, byte[] bytes)
    {
        var offset = (int)writer.BaseStream.Position;
        writer.Write(bytes);
        if (bytes.Length % 2 == 1)
            writer.Write((byte)0);
        return offset;
    }
}
