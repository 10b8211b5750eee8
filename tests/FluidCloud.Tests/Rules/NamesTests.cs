using FluidCloud.Core;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class NamesTests
{
    [Theory]
    [InlineData("a.txt")]
    [InlineData("Grüße 日本語 🎉.txt")]
    [InlineData(".hidden")]
    [InlineData("...")]
    [InlineData("with ‍joiner")]
    [InlineData("\uFFFD")]
    [InlineData("می\u200Cخواهم.txt")] // Persian is written with it.
    [InlineData("\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F.png")] // The flag of England.
    public void A_name_that_a_file_may_have(string name) => Names.ValidateFileName(name, "name").ShouldBe(name);

    public static TheoryData<string?> Bad => new(
    (string?[])[
        null, "", " ", "\t", ".", "..", "a/b", "a\\b", "/", "../x", "a\0b", "a\nb", "a\u007Fb", "a\u0085b", "a\u2028b", "a\u2029b",
        "gpj.\u202Eexe", "a\u2066b", "a\u200Fb", "a\u200Bb", "a\uFEFFb", "a\u00ADb", "a\u2060b", "\u200D", " \u200C ", new string('a', 256), new string('é', 128),
    ]);

    [Theory, MemberData(nameof(Bad))]
    public void A_name_that_no_file_may_have(string? name) =>
        Should.Throw<FluidCloudException>(() => Names.ValidateFileName(name, "original_name")).Message.ShouldStartWith("original_name: ");

    [Fact]
    public void Half_a_character_is_no_name()
    {
        foreach (var name in new[] { "a\uD800b", "\uDC00", "\uFFFD\uD83C" })
            Should.Throw<FluidCloudException>(() => Names.ValidateFileName(name, "name")).Message.ShouldBe("name: is not valid Unicode.");
    }

    [Fact]
    public void A_name_may_be_255_bytes_long() => Names.ValidateFileName(new string('é', 127) + "x", "name").Length.ShouldBe(128);
}
