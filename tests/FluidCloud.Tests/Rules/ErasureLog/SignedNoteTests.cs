using System.Text;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

/// <summary>Signed notes and keys, with the examples of the C2SP specification.</summary>
public sealed class SignedNoteTests
{
    private const string SpecifiedKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private const string SpecifiedNote = """
        This is an example message.

        — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

        """;

    [Fact]
    public void The_example_of_the_specification_verifies_and_nothing_else_does()
    {
        var key = NoteKey.Parse(SpecifiedKey);
        key.ToString().ShouldBe(SpecifiedKey);
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(SpecifiedNote));
        note.Text.ShouldBe("This is an example message.\n");
        note.SignedBy(key).ShouldNotBeNull();
        note.ToString().ShouldBe(SpecifiedNote);

        Should.Throw<FormatException>(() => (note with { Text = "This is another message.\n" }).SignedBy(key)).Message.ShouldContain("false");
        note.SignedBy(NoteKey.Of("example.com/bar", NoteKeyType.Ed25519, key.PublicKey)).ShouldBeNull();
        note.SignedBy(TestLog.NewSigner("example.com/foo").Key).ShouldBeNull();
    }

    [Fact]
    public void What_a_key_signs_it_verifies_and_it_signs_the_same_each_time()
    {
        var signer = TestLog.Settings.Signer();
        signer.Key.ToString().ShouldBe(TestLog.VerifierKey);
        var note = new SignedNote("a\n\nb\n", [signer.Sign("a\n\nb\n")]);
        SignedNote.Parse(note.ToString()).SignedBy(signer.Key).ShouldNotBeNull();
        signer.Sign("a").ToString().ShouldBe(signer.Sign("a").ToString());
    }

    [Fact]
    public void A_cosignature_holds_its_time_and_is_no_signature_of_the_text()
    {
        var witness = TestLog.NewSigner("witness.test/w", NoteKeyType.Cosignature);
        var cosignature = witness.Cosign("log.test\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", DateTimeOffset.FromUnixTimeSeconds(1679315147));
        var note = new SignedNote("log.test\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", [cosignature]);

        note.SignedBy(witness.Key).ShouldNotBeNull();
        NoteKey.CosignedAt(cosignature.Bytes).ShouldBe(1679315147);
        cosignature.Bytes[7]++;
        Should.Throw<FormatException>(() => note.SignedBy(witness.Key));
        witness.Key.ToString().ShouldContain("+B"); // The type 4 begins its base64.
        Should.Throw<InvalidOperationException>(() => witness.Sign("a"));
        Should.Throw<InvalidOperationException>(() => TestLog.Settings.Signer().Cosign("a", DateTimeOffset.UnixEpoch));
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— a AAAAAAA=")]
    [InlineData("text\n\n- a AAAAAAA=\n")]
    [InlineData("text\n\n— a+b AAAAAAA=\n")]
    [InlineData("text\n\n— a AAAA\n")]
    [InlineData("text\n\n— a AAAAAAA\n")]
    [InlineData("text\n\n— a b AAAAAAA=\n")]
    [InlineData("te\txt\n\n— a AAAAAAA=\n")]
    [InlineData("te\rxt\n\n— a AAAAAAA=\n")]
    public void What_is_no_note_is_refused(string text) => Should.Throw<FormatException>(() => SignedNote.Parse(text));

    [Fact]
    public void Bytes_that_are_no_UTF8_and_notes_without_end_are_refused()
    {
        Should.Throw<FormatException>(() => SignedNote.Parse([0xFF, .. "\n\n— a AAAAAAA=\n"u8]));
        Should.Throw<FormatException>(() => SignedNote.Parse(new byte[SignedNote.MaxBytes + 1]));
        Should.Throw<FormatException>(() => SignedNote.Parse("text\n\n" + string.Concat(Enumerable.Repeat("— a AAAAAAA=\n", 200))));
    }

    [Theory]
    [InlineData("example.com/foo")]
    [InlineData("example.com/foo+530d903a")]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv")]
    [InlineData("example.com/foo+530d903a+BekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    public void What_is_no_verifier_key_is_refused(string text) => Should.Throw<FormatException>(() => NoteKey.Parse(text));

    [Theory]
    [InlineData("example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", true)]
    [InlineData("a\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nextension\n", true)]
    [InlineData("\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", false)]
    [InlineData("a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", false)]
    [InlineData("a\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", false)]
    [InlineData("a\n99999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", false)]
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n", false)]
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", false)]
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n", false)]
    public void A_checkpoint_is_origin_size_and_root(string text, bool isOne)
    {
        if (!isOne)
        {
            Should.Throw<FormatException>(() => Checkpoint.Parse(text));
            return;
        }
        var checkpoint = Checkpoint.Parse(text);
        text.ShouldStartWith(checkpoint.Text);
    }
}
