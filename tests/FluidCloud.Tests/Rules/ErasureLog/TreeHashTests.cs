using System.Security.Cryptography;
using System.Text;
using FluidCloud.Core.ErasureLog;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class TreeHashTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The known tree of the Certificate Transparency test vectors: its leaves, and the root over the first n.</summary>
    private static readonly byte[][] Leaves =
    [
        .. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }
            .Select(leaf => TreeHash.Leaf(Convert.FromHexString(leaf))),
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
    public async Task The_root_is_that_of_RFC_6962(int leaves, string root)
    {
        var tiles = new Dictionary<Tile, byte[]>();
        await Grow(tiles, 0, Leaves[..leaves]);
        Convert.ToHexStringLower(await Reader(tiles, leaves).Root(Cancel)).ShouldBe(root);
    }

    [Fact]
    public void A_leaf_does_not_pass_for_a_node() =>
        TreeHash.Leaf([.. Leaves[0], .. Leaves[1]]).ShouldNotBe(TreeHash.Node(Leaves[0], Leaves[1]));

    /// <summary>A tree that grew by steps, over tile borders of two levels: each proof holds, and none for anything else.</summary>
    [Fact]
    public async Task Every_leaf_is_included_and_every_size_extends_the_ones_before()
    {
        int[] sizes = [0, 1, 2, 3, 5, 8, 13, 64, 255, 256, 257, 300, 511, 512, 513, 700];
        var leaves = Enumerable.Range(0, sizes[^1]).Select(number => TreeHash.Leaf(Encoding.UTF8.GetBytes($"leaf {number}"))).ToArray();
        var tiles = new Dictionary<Tile, byte[]>();
        var roots = new Dictionary<int, byte[]>();
        for (var at = 0; at < sizes.Length; at++)
        {
            if (at > 0)
                await Grow(tiles, sizes[at - 1], leaves[sizes[at - 1]..sizes[at]]);
            roots[sizes[at]] = Naive(leaves.AsSpan(0, sizes[at]));
            (await Reader(tiles, sizes[at]).Root(Cancel)).ShouldBe(roots[sizes[at]], $"size {sizes[at]}");
        }
        foreach (var size in sizes[1..])
        {
            for (var index = 0; index < size; index += size < 20 ? 1 : 37)
            {
                var path = await Reader(tiles, size).Inclusion(index, Cancel);
                TreeHash.Includes(roots[size], size, index, leaves[index], path).ShouldBeTrue($"leaf {index} of {size}");
                TreeHash.Includes(roots[size], size, index, SHA256.HashData(leaves[index]), path).ShouldBeFalse();
                TreeHash.Includes(roots[size], size, index ^ 1, leaves[index], path).ShouldBeFalse();
                TreeHash.Includes(roots[size], size, index, leaves[index], [.. path, leaves[0]]).ShouldBeFalse();
                if (path.Count > 0)
                    TreeHash.Includes(roots[size], size, index, leaves[index], [.. path.SkipLast(1)]).ShouldBeFalse();
            }
            foreach (var old in sizes.Where(old => old <= size))
            {
                var path = await Reader(tiles, size).Consistency(old, Cancel);
                TreeHash.Extends(roots[old], old, roots[size], size, path).ShouldBeTrue($"{old} to {size}");
                TreeHash.Extends(SHA256.HashData(roots[old]), old, roots[size], size, path).ShouldBeFalse();
                TreeHash.Extends(roots[old], old, SHA256.HashData(roots[size]), size, path).ShouldBe(old == 0);
                TreeHash.Extends(roots[old], old, roots[size], size, [.. path, leaves[0]]).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public async Task A_tree_of_70_000_has_the_tiles_of_the_specification()
    {
        var leaves = Enumerable.Range(0, 70_000).Select(number => SHA256.HashData(BitConverter.GetBytes(number))).ToArray();
        var tiles = new Dictionary<Tile, byte[]>();
        await Grow(tiles, 0, leaves);

        tiles.Keys.GroupBy(tile => (tile.Level, IsFull: tile.Width == 256)).Select(group => (group.Key.Level, group.Key.IsFull, group.Count())).ShouldBe(
            [(0, true, 273), (0, false, 1), (1, true, 1), (1, false, 1), (2, false, 1)]);
        tiles.Keys.Where(tile => tile.Width < 256).Select(tile => tile.Width).ShouldBe([112, 17, 1]);
        (await Reader(tiles, 70_000).Root(Cancel)).ShouldBe(Naive(leaves));
        var path = await Reader(tiles, 70_000).Inclusion(65_432, Cancel);
        TreeHash.Includes(Naive(leaves), 70_000, 65_432, leaves[65_432], path).ShouldBeTrue();
    }

    [Theory]
    [InlineData("0/000", 0, 0, 256)]
    [InlineData("0/x001/x234/067", 0, 1234067, 256)]
    [InlineData("1/000.p/5", 1, 0, 5)]
    [InlineData("7/x123/456.p/255", 7, 123456, 255)]
    public void A_path_names_a_tile(string path, int level, long index, int width)
    {
        Tile.Parse(path).ShouldBe(new(level, index, width));
        new Tile(level, index, width).Path.ShouldBe("tile/" + path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0/")]
    [InlineData("0/0")]
    [InlineData("0/00")]
    [InlineData("0/0000")]
    [InlineData("0/x000/000")]
    [InlineData("0/001/002")]
    [InlineData("0/x001/x002")]
    [InlineData("0/xx01/002")]
    [InlineData("00/000")]
    [InlineData("8/000")]
    [InlineData("-1/000")]
    [InlineData("0/000.p/0")]
    [InlineData("0/000.p/256")]
    [InlineData("0/000.p/05")]
    [InlineData("0/000.p/")]
    [InlineData("0/000.p/5.p/5")]
    [InlineData("0/-01")]
    [InlineData("0/../../state")]
    [InlineData("entries/000")]
    [InlineData("0/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/999")]
    public void What_is_not_the_one_path_of_a_tile_is_none(string path) => Tile.Parse(path).ShouldBeNull();

    private static async Task Grow(Dictionary<Tile, byte[]> tiles, long size, byte[][] leaves)
    {
        foreach (var (tile, bytes) in await TileBuilder.Add(Reader(tiles, size), size, leaves, Cancel))
            tiles.Add(tile, bytes);
    }

    private static TreeReader Reader(Dictionary<Tile, byte[]> tiles, long size) =>
        new((tile, _) => Task.FromResult(tiles.GetValueOrDefault(tile)), size);

    /// <summary>As RFC 6962 defines it.</summary>
    private static byte[] Naive(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length <= 1)
            return leaves.Length == 0 ? SHA256.HashData([]) : leaves[0];
        var split = 1;
        while (split * 2 < leaves.Length)
            split *= 2;
        return SHA256.HashData([1, .. Naive(leaves[..split]), .. Naive(leaves[split..])]);
    }
}
