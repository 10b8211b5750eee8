using FluidCloud.Adapters.Defender;
using FluidCloud.Adapters.Scanners;
using FluidCloud.Core.Scanning;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class DefenderTagsTests
{
    [Theory]
    [InlineData("Malware Scanning scan result", "No threats found")]
    [InlineData("Malware scanning scan result", "no threats found ")]
    public void Only_no_threats_is_clean(string name, string result) =>
        Judge((name, result), ("Malware Scanning scan time UTC", "2026-11-26 10:00:00Z")).ShouldBe(ScanVerdict.Clean);

    [Fact]
    public void Malicious_is_infected() => Judge((DefenderTags.Result, "Malicious")).Threat.ShouldNotBeNull().ShouldContain("Malicious");

    [Theory]
    [InlineData("Not Scanned")]
    [InlineData("Not scanned: SAM259209")]
    [InlineData("SAM259206: Scan aborted - the requested blob exceeded the maximum allowed size")]
    [InlineData("Error: SAM259210")]
    public void What_is_not_scanned_is_not_clean_and_says_why(string result)
    {
        var verdict = Judge((DefenderTags.Result, result));

        verdict.Threat.ShouldBeNull();
        verdict.Refusal.ShouldNotBeNull().ShouldContain(result);
    }

    [Theory]
    [InlineData("Error")]
    [InlineData("SAM259201: Scan failed - internal service error")]
    [InlineData("Error: SAM259213")]
    [InlineData("No threats found, probably")]
    [InlineData("clean")]
    public void An_error_and_what_is_not_known_are_no_verdict(string result) =>
        Should.Throw<InvalidDataException>(() => Judge((DefenderTags.Result, result)));

    [Fact]
    public void Without_a_result_it_is_under_way()
    {
        Should.Throw<ScanUnderWayException>(() => Judge());
        Should.Throw<ScanUnderWayException>(() => Judge(("Malware Scanning scan time UTC", "2026-11-26 10:00:00Z")));
        Should.Throw<ScanUnderWayException>(() => Judge((DefenderTags.Result, "")));
        Should.Throw<ScanUnderWayException>(() => Judge(("Result", "No threats found")));
    }

    public static TheoryData<ScannerKind, string?, bool, bool, string?> Choices => new()
    {
        { ScannerKind.Builtin, null, true, false, null },
        { ScannerKind.Builtin, null, false, false, "acceptBuiltin" },
        { ScannerKind.Builtin, null, false, true, null },
        { ScannerKind.Builtin, "clamd", true, false, "FluidCloudClamAv__host is set" },
        { ScannerKind.ClamAv, "clamd", false, false, null },
        { ScannerKind.ClamAv, null, false, false, "FluidCloudClamAv__host must be set" },
        { ScannerKind.Defender, null, false, false, null },
        { ScannerKind.Defender, "clamd", false, false, "FluidCloudClamAv__host is set" },
    };

    [Theory, MemberData(nameof(Choices))]
    public void Production_does_not_start_with_the_built_in_check_unless_it_is_told_to(ScannerKind kind, string? host, bool isDevelopment, bool accept, string? problem)
    {
        var problems = ScannerServices.Problems(new() { Kind = kind, AcceptBuiltin = accept }, new() { Host = host }, isDevelopment);

        if (problem is null)
            problems.ShouldBeEmpty();
        else
            problems.ShouldHaveSingleItem().ShouldContain(problem);
    }

    private static ScanVerdict Judge(params (string Name, string Value)[] tags) =>
        DefenderTags.Judge(tags.Select(tag => KeyValuePair.Create(tag.Name, tag.Value)));
}
