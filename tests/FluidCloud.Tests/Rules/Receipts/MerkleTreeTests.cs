using System.Security.Cryptography;
using System.Text;
using FluidCloud.Core.Receipts;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class MerkleTreeTests
{
    /// <summary>The known tree of the Certificate Transparency test vectors: its leaves, and the root over the first n.</summary>
    private static readonly byte[][] Leaves =
    [
        .. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString),
    ];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_root_is_that_of_RFC_6962(int leaves, string root) =>
        Convert.ToHexStringLower(MerkleTree.Root(Leaves.AsSpan(0, leaves))).ShouldBe(root);

    [Fact]
    public void A_leaf_does_not_pass_for_a_node() =>
        MerkleTree.Root([Encoding.UTF8.GetBytes("ab")]).ShouldNotBe(MerkleTree.Root(["a"u8.ToArray(), "b"u8.ToArray()]));

    [Fact]
    public void From_every_leaf_there_is_a_path_to_the_root()
    {
        for (var count = 1; count <= Leaves.Length; count++)
        {
            for (var index = 0; index < count; index++)
            {
                byte[] node = SHA256.HashData([0, .. Leaves[index]]);
                foreach (var step in MerkleTree.Path(Leaves.AsSpan(0, count), index))
                {
                    byte[] pair = step.Side == MerkleSide.Left ? [1, .. step.Hash, .. node] : [1, .. node, .. step.Hash];
                    node = SHA256.HashData(pair);
                }
                node.ShouldBe(MerkleTree.Root(Leaves.AsSpan(0, count)), $"leaf {index} of {count}");
            }
        }
    }
}
