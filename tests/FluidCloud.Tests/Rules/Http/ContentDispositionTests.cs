using System.Net.Http.Headers;
using FluidCloud.Core.Blobs;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class ContentDispositionTests
{
    [Theory]
    [InlineData("a.txt", "a.txt")]
    [InlineData("Grüße 日本.txt", "Gr__e __.txt")]
    [InlineData("a \"b\".txt", "a _b_.txt")]
    [InlineData("a\\b%41.txt", "a_b_41.txt")]
    [InlineData("🎉.png", "_.png")]
    [InlineData("\u200Eבר\u200F.txt", "____.txt")]
    [InlineData("a;b=c, d'e.txt", "a;b=c, d'e.txt")]
    [InlineData("a\r\nSet-Cookie: b", "a__Set-Cookie: b")] // No name holds it; no header may either.
    public void A_name_stands_in_both_forms(string name, string ascii)
    {
        var text = ContentDisposition.Of(name, inline: false);

        text.ShouldStartWith($"attachment; filename=\"{ascii}\"; filename*=UTF-8''");
        text.ShouldAllBe(character => character >= ' ' && character < 0x7F);
        var parsed = ContentDispositionHeaderValue.Parse(text);
        parsed.FileName.ShouldBe(ascii);
        parsed.FileNameStar.ShouldBe(name);
    }

    [Fact]
    public void The_longest_name_fits() =>
        ContentDisposition.Of(string.Concat(Enumerable.Repeat("日", 85)), inline: true).Length.ShouldBeLessThan(1000);
}
