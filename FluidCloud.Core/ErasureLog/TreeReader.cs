namespace FluidCloud.Core.ErasureLog;

/// <summary>Roots and proofs of one size of the tree, from its tiles, each read once. What it computes is only as true as they are.</summary>
/// <param name="read">Reads the bytes of a tile; null when it does not exist.</param>
public sealed class TreeReader(Func<Tile, CancellationToken, Task<byte[]?>> read, long size)
{
    private readonly Dictionary<(int, long), byte[][]> tiles = [];

    public Task<byte[]> Root(CancellationToken cancel) => Root(size, cancel);

    /// <summary>The root that the tree had at a size up to this one.</summary>
    public Task<byte[]> Root(long oldSize, CancellationToken cancel) => oldSize == 0 ? Task.FromResult(TreeHash.Empty) : Range(0, oldSize, cancel);

    /// <summary>From the leaf's sibling to the child of the root (RFC 6962, section 2.1.1).</summary>
    public async Task<IReadOnlyList<byte[]>> Inclusion(long index, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<byte[]>();
        for (var (first, end) = (0L, size); end - first > 1;)
        {
            var middle = first + TreeHash.Split(end - first);
            if (index < middle)
            {
                path.Add(await Range(middle, end, cancel));
                end = middle;
            }
            else
            {
                path.Add(await Range(first, middle, cancel));
                first = middle;
            }
        }
        path.Reverse();
        return path;
    }

    /// <summary>That this tree grew out of its first leaves (RFC 6962, section 2.1.2).</summary>
    /// <param name="oldSize">0 and the current size need no proof: the path is empty.</param>
    public async Task<IReadOnlyList<byte[]>> Consistency(long oldSize, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, size);
        var path = new List<byte[]>();
        if (oldSize == 0 || oldSize == size)
            return path;
        var (first, end, isRoot) = (0L, size, true);
        while (oldSize != end)
        {
            var middle = first + TreeHash.Split(end - first);
            if (oldSize <= middle)
            {
                path.Add(await Range(middle, end, cancel));
                end = middle;
            }
            else
            {
                path.Add(await Range(first, middle, cancel));
                (first, isRoot) = (middle, false);
            }
        }
        if (!isRoot)
            path.Add(await Range(first, end, cancel));
        path.Reverse();
        return path;
    }

    /// <summary>The hashes of a tile that the tree has.</summary>
    public async Task<byte[][]> Hashes(int level, long index, CancellationToken cancel)
    {
        if (tiles.TryGetValue((level, index), out var known))
            return known;
        var tile = new Tile(level, index, Tile.WidthIn(size, level, index));
        var bytes = await read(tile, cancel) ?? throw new LogDamagedException($"{tile.Path} is missing.");
        if (bytes.Length != tile.Width * TreeHash.Size)
            throw new LogDamagedException($"{tile.Path} has {bytes.Length} bytes, not {tile.Width * TreeHash.Size}.");
        return tiles[(level, index)] = Tile.Split(bytes);
    }

    /// <summary>The root over the leaves from first up to end. Where it splits, the left part is whole and stands where such a one can.</summary>
    private async Task<byte[]> Range(long first, long end, CancellationToken cancel)
    {
        var count = end - first;
        if (long.IsPow2(count))
            return await Subtree((int)long.Log2(count), first / count, cancel);
        var middle = first + TreeHash.Split(count);
        var left = await Range(first, middle, cancel);
        var right = await Range(middle, end, cancel);
        return TreeHash.Node(left, right);
    }

    /// <summary>The root over 2^height leaves.</summary>
    private async Task<byte[]> Subtree(int height, long index, CancellationToken cancel)
    {
        var (level, rest) = Math.DivRem(height, Tile.Height);
        var at = index << rest;
        var hashes = await Hashes(level, at / Tile.FullWidth, cancel);
        return TreeHash.Root(hashes.AsSpan((int)(at % Tile.FullWidth), 1 << rest));
    }
}

/// <summary>What the log's storage holds is not what was written there. Nothing is signed until a person has looked.</summary>
public sealed class LogDamagedException(string message) : Exception(message);
