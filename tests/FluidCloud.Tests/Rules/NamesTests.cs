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
    [InlineData("Scherm\u00ADafbeelding 2026-11-27 om 09.41.00.png")] // As macOS calls it in Dutch.
    [InlineData("\u200Eimage\u200F.jpg")] // As messengers write names into right-to-left text.
    [InlineData("\u0600\u0661.txt")] // The Arabic number sign is seen, and so is the end of an ayah.
    [InlineData("\u06DD")]
    [InlineData("\u17A2\u200B\u17A3.txt")] // Khmer parts words with it.
    [InlineData("\uD55C\u3164.txt")] // A filler beside a letter.
    [InlineData("\u2800\u2801")]
    [InlineData("می\u200Cخواهم.txt")] // Persian is written with it.
    [InlineData("\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F.png")] // The flag of England.
    public void A_name_that_a_file_may_have(string name) => Names.ValidateFileName(name, "name").ShouldBe(name);

    public static TheoryData<string?> Bad => new(
    (string?[])[
        null, "", " ", "\t", ".", "..", "a/b", "a\\b", "/", "../x", "a\0b", "a\nb", "a\u007Fb", "a\u0085b", "a\u2028b", "a\u2029b",
        "gpj.\u202Eexe", "a\u2066b", "a\uFEFFb", "a\u2060b", "a\u202Ab", "a\u2069b", "a\u206Ab", "a\U0001D173b", "a\U000E0001b",
        "\u200D", "\u3164", "\u115F\u1160", "\u2800", "\uFFA0", "\u00AD", "\u200B", "\u200E \u200F", "\u034F", "\uFE0F", "\u180B", "\u17B4", "\U000E0100", "\u2003", " \u200C ", new string('a', 256), new string('é', 128),
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
