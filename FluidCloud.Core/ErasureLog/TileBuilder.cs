namespace FluidCloud.Core.ErasureLog;

/// <summary>The tiles that a tree gets when leaves are added to it.</summary>
public static class TileBuilder
{
    /// <param name="tree">The tree at its present size, whose partial tiles are read.</param>
    /// <returns>All new tiles, from level 0 up.</returns>
    public static async Task<IReadOnlyList<(Tile Tile, byte[] Bytes)>> Add(
        TreeReader tree, long size, IReadOnlyList<byte[]> leaves, CancellationToken cancel)
    {
        var tiles = new List<(Tile, byte[])>();
        var added = leaves;
        for (var level = 0; added.Count > 0; level++)
        {
            var before = size >> (Tile.Height * level);
            var index = before / Tile.FullWidth;
            List<byte[]> hashes = before % Tile.FullWidth == 0 ? [] : [.. await tree.Hashes(level, index, cancel)];
            hashes.AddRange(added);
            var above = new List<byte[]>();
            foreach (var chunk in hashes.Chunk(Tile.FullWidth))
            {
                tiles.Add((new(level, index++, chunk.Length), [.. chunk.SelectMany(hash => hash)]));
                if (chunk.Length == Tile.FullWidth)
                    above.Add(TreeHash.Root(chunk));
            }
            added = above;
        }
        return tiles;
    }
}
