using System.Globalization;

namespace FluidCloud.Core.ErasureLog;

/// <summary>
/// A tile of the tree: up to 256 adjacent hashes at height 8 × level (C2SP tlog-tiles). A tile with fewer is partial; each of
/// its widths is a separate file.
/// </summary>
/// <param name="Level">0 holds the hashes of leaves; above it, each is the root over a full tile below.</param>
/// <param name="Width">1 to 256.</param>
public readonly record struct Tile(int Level, long Index, int Width)
{
    public const int FullWidth = 256;
    public const int Height = 8;

    /// <summary>More no tree of 2^63 leaves has.</summary>
    private const int MaxLevel = 7;

    /// <summary>As in <c>tile/0/x001/x234/067</c>, or <c>tile/0/000.p/5</c> for a partial one.</summary>
    public string Path
    {
        get
        {
            var digits = Index.ToString("D3", CultureInfo.InvariantCulture);
            digits = digits.PadLeft((digits.Length + 2) / 3 * 3, '0');
            var elements = digits.Chunk(3).Select(three => new string(three)).ToArray();
            var name = string.Join('/', [.. elements[..^1].Select(element => "x" + element), elements[^1]]);
            return string.Create(CultureInfo.InvariantCulture, $"tile/{Level}/{name}{(Width == FullWidth ? "" : $".p/{Width}")}");
        }
    }

    /// <param name="path">The path after <c>tile/</c>.</param>
    /// <returns>null for anything but the canonical path of a tile.</returns>
    public static Tile? Parse(string path)
    {
        if (path.Length > 64)
            return null;
        var (rest, width) = (path, FullWidth);
        if (path.Split(".p/") is [var full, var partial])
        {
            if (!int.TryParse(partial, NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is < 1 or >= FullWidth)
                return null;
            rest = full;
        }
        var elements = rest.Split('/');
        if (elements.Length < 2 || !int.TryParse(elements[0], NumberStyles.None, CultureInfo.InvariantCulture, out var level) || level > MaxLevel
            || !long.TryParse(string.Concat(elements[1..].Select(element => element.TrimStart('x'))), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return null;
        var tile = new Tile(level, index, width);
        return tile.Path == $"tile/{path}" ? tile : null;
    }

    /// <summary>How many hashes a tree of that size has in the tile.</summary>
    public static int WidthIn(long size, int level, long index) =>
        (int)Math.Clamp((size >> (Height * level)) - index * FullWidth, 0, FullWidth);

    public static byte[][] Split(ReadOnlySpan<byte> bytes)
    {
        var hashes = new byte[bytes.Length / TreeHash.Size][];
        for (var at = 0; at < hashes.Length; at++)
            hashes[at] = bytes.Slice(at * TreeHash.Size, TreeHash.Size).ToArray();
        return hashes;
    }
}
