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
        // The largest power of two smaller than the number of leaves.
        var split = 1 << (31 - int.LeadingZeroCount(leaves.Length - 1));
        return SHA256.HashData([0x01, .. Root(leaves[..split]), .. Root(leaves[split..])]);
    }
}
