using System.Security.Cryptography;

namespace FluidCloud.Core.Receipts;

/// <summary>The Merkle tree hash of RFC 6962, section 2.1: leaves and nodes are hashed apart, so that neither passes for the other.</summary>
public static class MerkleTree
{
    public static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 0)
            return SHA256.HashData([]);
        if (leaves.Length == 1)
            return SHA256.HashData([0x00, .. leaves[0]]);
        var split = Split(leaves.Length);
        return SHA256.HashData([0x01, .. Root(leaves[..split]), .. Root(leaves[split..])]);
    }

    /// <summary>What must be hashed with a leaf, one after the other, to come to the root: the audit path of section 2.1.1.</summary>
    public static IReadOnlyList<MerkleStep> Path(ReadOnlySpan<byte[]> leaves, int index)
    {
        if (leaves.Length == 1)
            return [];
        var split = Split(leaves.Length);
        return index < split
            ? [.. Path(leaves[..split], index), new(MerkleSide.Right, Root(leaves[split..]))]
            : [.. Path(leaves[split..], index - split), new(MerkleSide.Left, Root(leaves[..split]))];
    }

    /// <summary>The largest power of two smaller than the number of leaves.</summary>
    private static int Split(int leaves) => 1 << (31 - int.LeadingZeroCount(leaves - 1));
}

/// <param name="Side">On which the hash stands beside the one that was come to.</param>
public sealed record MerkleStep(MerkleSide Side, byte[] Hash);

public enum MerkleSide
{
    Left,
    Right,
}
