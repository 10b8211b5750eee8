using System.IO.Compression;
using FluidCloud.Adapters.ClamAv;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class ZipMemberSizesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(46)]
    [InlineData(1000)]
    [InlineData(200_000)]
    public void The_largest_member_is_found_however_the_bytes_come(int step)
    {
        var zip = TestBytes.Zip(("a", new byte[10]), ("b", new byte[1_000_000]), ("c", new byte[70]));
        var sizes = new ZipMemberSizes();

        foreach (var chunk in zip.Chunk(step))
            sizes.Add(chunk);

        sizes.Largest.ShouldBe(1_000_000);
    }

    [Fact]
    public void A_member_of_more_than_4_GB_counts_as_huge()
    {
        var zip = TestBytes.Zip(("a", new byte[10]));
        var entry = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        zip.AsSpan(entry + 24, 4).Fill(0xFF);

        Of(zip).ShouldBe(long.MaxValue);
    }

    [Fact]
    public void What_is_no_ZIP_has_no_members()
    {
        Of([]).ShouldBe(0);
        Of([.. "xx"u8, .. TestBytes.Zip(("a", new byte[10]))]).ShouldBe(0);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(new byte[1000]);
        Of(packed.ToArray()).ShouldBe(0);
    }

    private static long Of(byte[] bytes)
    {
        var sizes = new ZipMemberSizes();
        sizes.Add(bytes);
        return sizes.Largest;
    }
}
