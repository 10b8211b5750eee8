using System.Text;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class LogProofTests
{
    private static readonly SignedNote Note = Sign(new Checkpoint(TestLog.Origin, 3, new byte[32]).Text);

    private static SignedNote Sign(string text) => new(text, [TestLog.Settings.Signer().Sign(text)]);

    [Fact]
    public void A_proof_is_read_as_it_is_written()
    {
        foreach (var proof in new[] { new LogProof("receipt\n"u8.ToArray(), 2, [new byte[32], TreeHash.Empty], Note), new LogProof([], 0, [], Note) })
        {
            var text = proof.ToString();
            var read = LogProof.Parse(Encoding.UTF8.GetBytes(text));
            read.ToString().ShouldBe(text);
            (read.Index, read.Path.Count).ShouldBe((proof.Index, proof.Path.Count));
            read.Extra.ShouldBe(proof.Extra);
            text.ShouldStartWith("c2sp.org/tlog-proof@v1\n");
        }
    }

    [Theory]
    [InlineData("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2")]
    [InlineData("index 2", "index 02")]
    [InlineData("index 2", "index -2")]
    [InlineData("index 2", "index")]
    [InlineData("index 2\n", "")]
    [InlineData("extra ", "extra !")]
    [InlineData("extra ", "Extra ")]
    [InlineData("AAAA=\n", "AAAA\n")]
    [InlineData("AAAA=\n", "\n")]
    [InlineData("\n\n", "\n")]
    public void What_is_no_proof_is_refused(string part, string instead)
    {
        var text = new LogProof("receipt\n"u8.ToArray(), 2, [new byte[32], TreeHash.Empty], Note).ToString();
        var at = text.IndexOf(part, StringComparison.Ordinal);

        Should.Throw<FormatException>(() => LogProof.Parse(Encoding.UTF8.GetBytes(text[..at] + instead + text[(at + part.Length)..])));
    }
}
