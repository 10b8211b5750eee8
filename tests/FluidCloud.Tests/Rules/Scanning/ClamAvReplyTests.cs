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
    [InlineData("stream: Heuristics.Phishing.Email.SpoofedDomain FOUND", "Heuristics.Phishing.Email.SpoofedDomain")]
    [InlineData("stream: Doc.Downloader.Macro-1 FOUND", "Doc.Downloader.Macro-1")]
    [InlineData("stream: Win.Trojan.PUA.Fake FOUND", "Win.Trojan.PUA.Fake")]
    public void What_is_found_is_named(string reply, string threat) => ClamAvReply.Judge(reply, sent: true).Threat.ShouldBe(threat);

    [Theory]
    [InlineData("Heuristics.Encrypted.Zip", "it is encrypted")]
    [InlineData("Heuristics.Encrypted.PDF", "it is encrypted")]
    [InlineData("Heuristics.Encrypted.Doc", "it is encrypted")]
    [InlineData("Heuristics.Broken.Executable", "it is damaged")]
    [InlineData("Heuristics.Broken.Media.JPEG.JFIFmarkerBadPosition", "it is damaged")]
    [InlineData("Heuristics.OLE2.ContainsMacros.VBA", "it contains macros")]
    [InlineData("Heuristics.Structured.CreditCardNumber", "it contains data of persons")]
    [InlineData("PUA.Win.Packer.Upx-1", "potentially unwanted")]
    public void An_alert_that_is_no_malware_is_a_refusal_with_its_reason(string name, string reason)
    {
        var verdict = ClamAvReply.Judge($"stream: {name} FOUND", sent: true);

        verdict.Threat.ShouldBeNull();
        verdict.Refusal.ShouldNotBeNull().ShouldContain(reason);
        verdict.Refusal.ShouldContain(name);
        verdict.ShouldNotBe(ScanVerdict.Clean);
    }

    [Theory]
    [InlineData("ClamAV 1.4.6/27823/Wed Nov 25 09:31:02 2026", "Signatures 27823 of Wed Nov 25 09:31:02 2026.")]
    [InlineData("ClamAV 1.4.6", null)]
    public void The_age_of_the_signatures_is_told_where_it_is_known(string version, string? note) => ClamAvReply.SignaturesOf(version).ShouldBe(note);

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
