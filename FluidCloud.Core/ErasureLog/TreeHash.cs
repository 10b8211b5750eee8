using System.Security.Cryptography;

namespace FluidCloud.Core.ErasureLog;

/// <summary>
/// The Merkle tree of RFC 6962, section 2.1. Leaves and nodes are hashed with different prefixes, so that they can't be
/// confused.
/// Every hash is 32 bytes of SHA-256.
/// </summary>
public static class TreeHash
{
    public const int Size = 32;

    /// <summary>The root of a tree without leaves.</summary>
    public static byte[] Empty => SHA256.HashData([]);

    public static byte[] Leaf(ReadOnlySpan<byte> entry) => SHA256.HashData([0x00, .. entry]);

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => SHA256.HashData([0x01, .. left, .. right]);

    /// <summary>The root over hashes that stand side by side at one height, at least one.</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> hashes)
    {
        if (hashes.Length == 1)
            return hashes[0];
        var split = (int)Split(hashes.Length);
        return Node(Root(hashes[..split]), Root(hashes[split..]));
    }

    /// <summary>The largest power of two that is smaller than <paramref name="leaves"/>, which is at least 2.</summary>
    public static long Split(long leaves) => 1L << (63 - (int)long.LeadingZeroCount(leaves - 1));

    /// <summary>Whether the path leads from the leaf to the root (RFC 9162, section 2.1.3.2).</summary>
    public static bool Includes(byte[] root, long size, long index, byte[] leaf, IReadOnlyList<byte[]> path)
    {
        if (index < 0 || index >= size)
            return false;
        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in path)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = Node(sibling, hash);
                for (; (node & 1) == 0 && node != 0; node >>= 1)
                    last >>= 1;
            }
            else
            {
                hash = Node(hash, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && root.AsSpan().SequenceEqual(hash);
    }

    /// <summary>Whether the tree of the larger size only grew out of the smaller one (RFC 9162, section 2.1.4.2).</summary>
    /// <param name="oldSize">0 is consistent with every tree, by an empty path.</param>
    public static bool Extends(byte[] oldRoot, long oldSize, byte[] root, long size, IReadOnlyList<byte[]> path)
    {
        if (oldSize < 0 || oldSize > size)
            return false;
        if (oldSize == 0)
            return path.Count == 0 && oldRoot.AsSpan().SequenceEqual(Empty);
        if (oldSize == size)
            return path.Count == 0 && oldRoot.AsSpan().SequenceEqual(root);
        // A whole subtree is its own first node.
        byte[][] steps = long.IsPow2(oldSize) ? [oldRoot, .. path] : [.. path];
        if (steps.Length == 0)
            return false;
        var (node, last) = (oldSize - 1, size - 1);
        for (; (node & 1) == 1; node >>= 1)
            last >>= 1;
        var (before, after) = (steps[0], steps[0]);
        foreach (var step in steps[1..])
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                (before, after) = (Node(step, before), Node(step, after));
                for (; (node & 1) == 0 && node != 0; node >>= 1)
                    last >>= 1;
            }
            else
            {
                after = Node(after, step);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && oldRoot.AsSpan().SequenceEqual(before) && root.AsSpan().SequenceEqual(after);
    }
}
