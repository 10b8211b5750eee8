using System.Text;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Tombstones;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class ReceiptTextTests
{
    private const string Whole = """
        fluidcloud-erasure-receipt/v2
        subject file
        tenant 9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f
        file 0d9a7c1e-5b1f-4a57-9a67-2f6b0e2d7c11
        size 1234
        sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        erased 2026-06-23T10:04:11.1234567Z
        cause sweep
        sweep 4c1d2e3f-0a1b-4c2d-8e3f-4a5b6c7d8e9f
        links 2
        method delete
        storage permanent
        nonce 000102030405060708090a0b0c0d0e0f

        """;

    [Fact]
    public void A_text_is_read_as_it_is_written()
    {
        var receipt = ReceiptText.Parse(Encoding.ASCII.GetBytes(Whole));
        (receipt.Size, receipt.Cause, receipt.Links, receipt.Storage).ShouldBe((1234, PurgeCause.Sweep, 2, Erasure.Permanent));
        receipt.ToString().ShouldBe(Whole);
        var least = receipt with { Sha256 = null, Sweep = null, Cause = PurgeCause.Call, Size = long.MaxValue };
        ReceiptText.Parse(least.ToBytes()).ShouldBe(least);
    }

    [Theory]
    [InlineData("/v2", "/v1")]
    [InlineData("subject file", "subject folder")]
    [InlineData("tenant 9f1c", "tenant 9F1C")]
    [InlineData("size 1234", "size 01234")]
    [InlineData("size 1234", "size -1")]
    [InlineData("size 1234", "size 9999999999999999999")]
    [InlineData("sha256 9f86", "sha256 9F86")]
    [InlineData("sha256 9f86", "sha256 ")]
    [InlineData("10:04:11", "25:04:11")]
    [InlineData("1234567Z", "123456Z")]
    [InlineData("1234567Z", "1234567+00:00")]
    [InlineData("cause sweep", "cause Sweep")]
    [InlineData("cause sweep", "cause whim")]
    [InlineData("links 2", "links 3000000000")]
    [InlineData("method delete", "method shred")]
    [InlineData("storage permanent", "storage perhaps")]
    [InlineData("0e0f\n", "0e0f")]
    [InlineData("0e0f\n", "0e0f\n\n")]
    [InlineData("0e0f\n", "0e0f\r\n")]
    [InlineData("0e0f\n", "0e\n")]
    [InlineData("links 2\n", "links 2\nlinks 2\n")]
    public void What_is_not_written_in_the_one_way_is_refused(string part, string instead)
    {
        Whole.ShouldContain(part);
        Should.Throw<FormatException>(() => ReceiptText.Parse(Encoding.ASCII.GetBytes(Whole.Replace(part, instead, StringComparison.Ordinal))));
    }
}
