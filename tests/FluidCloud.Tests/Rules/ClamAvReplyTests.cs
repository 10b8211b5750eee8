using FluidCloud.Adapters.ClamAv;
using FluidCloud.Core.Scanning;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class ClamAvReplyTests
{
    [Fact]
    public void Only_OK_on_everything_that_was_sent_is_clean()
    {
        ClamAvReply.Judge("stream: OK", sent: true).ShouldBe(ScanVerdict.Clean);
        Should.Throw<InvalidDataException>(() => ClamAvReply.Judge("stream: OK", sent: false));
    }

    [Theory]
    [InlineData("stream: Eicar-Test-Signature FOUND", "Eicar-Test-Signature")]
    [InlineData("stream: Test FOUND FOUND", "Test FOUND")]
    [InlineData("stream: Heuristics.Encrypted.Zip FOUND", "Heuristics.Encrypted.Zip")]
    public void What_is_found_is_named(string reply, string threat) => ClamAvReply.Judge(reply, sent: true).Threat.ShouldBe(threat);

    [Theory]
    [InlineData("INSTREAM size limit exceeded. ERROR")]
    [InlineData("stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND")]
    [InlineData("stream: Heuristics.Limits.Exceeded.MaxScanTime FOUND")]
    [InlineData("stream: Heuristics.Limits.Exceeded FOUND")]
    public void A_limit_is_no_verdict(string reply)
    {
        foreach (var sent in new[] { true, false })
            Should.Throw<BeyondScanLimitsException>(() => ClamAvReply.Judge(reply, sent));
    }

    [Theory]
    [InlineData("")]
    [InlineData("OK")]
    [InlineData("stream: ")]
    [InlineData("stream: ok")]
    [InlineData("stream: OK ")]
    [InlineData("stream: Not OK")]
    [InlineData("other: OK")]
    [InlineData("stream: Can't allocate memory ERROR")]
    [InlineData("UNKNOWN COMMAND")]
    [InlineData("Eicar FOUND")]
    public void Anything_else_is_no_verdict(string reply) => Should.Throw<InvalidDataException>(() => ClamAvReply.Judge(reply, sent: true));
}
