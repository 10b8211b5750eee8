using FluidCloud.Core.Files;
using FluidCloud.Core.Scanning;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class ScanOutcomeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly FileItem Pending = new()
    {
        Id = Guid.NewGuid().ToString(),
        TenantId = new(Guid.NewGuid()),
        SpaceId = new(Guid.NewGuid()),
        SourceApp = "fluidcloud",
        OriginalName = "a",
        Size = 1,
        CreatedBy = "fck_live_...",
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    [Fact]
    public void A_verdict_makes_the_file_ready_or_quarantined()
    {
        var clean = new ScanOutcome.Judged(ScanVerdict.Clean, "hash", new("text/plain", "utf-8")).Of(Pending with { DueAt = Now }, Now);
        (clean.ScanStatus, clean.Status, clean.Sha256, clean.Mime, clean.Charset, clean.DueAt).ShouldBe((ScanStatus.Clean, FileStatus.Ready, "hash", "text/plain", "utf-8", null));

        var infected = new ScanOutcome.Judged(new("Eicar"), "hash", new("text/plain", "utf-8")).Of(Pending, Now);
        (infected.ScanStatus, infected.Status, infected.Sha256, infected.ScanFinding).ShouldBe((ScanStatus.Infected, FileStatus.Quarantined, "hash", "Eicar"));

        var refused = new ScanOutcome.Judged(ScanVerdict.Refused("it is encrypted"), "hash", new("application/zip")).Of(Pending, Now);
        (refused.ScanStatus, refused.Status, refused.ScanFinding, refused.DueAt).ShouldBe((ScanStatus.Failed, FileStatus.Quarantined, "it is encrypted", null));
    }

    [Fact, Contract(103)]
    public void A_scanner_that_works_by_itself_is_asked_after_growing_pauses_and_the_file_waits()
    {
        var pauses = Enumerable.Range(0, ScanOutcome.UnderWay.MaxWaits).Select(waits => new ScanOutcome.UnderWay(waits).Pause.TotalSeconds);
        pauses.ShouldBe([5, 10, 20, 40, 80, 160, 300, 300, 300, 300, 300, 300]);

        var file = new ScanOutcome.UnderWay(0).Of(Pending, Now);
        (file.ScanStatus, file.Status, file.FailedScans).ShouldBe((ScanStatus.Pending, FileStatus.Draft, 0));
        file.DueAt.ShouldBe(Now + TimeSpan.FromSeconds(5) + ScanFile.GracePeriod);
    }

    [Fact, Contract(103)]
    public void Without_a_verdict_the_file_stays_pending_and_is_tried_again_ever_later()
    {
        var file = Pending;
        List<double> minutes = [];
        for (var attempt = 1; attempt <= 50; attempt++)
        {
            file = new ScanOutcome.NoVerdict(IsBeyondLimits: false).Of(file, Now);
            (file.ScanStatus, file.Status, file.FailedScans).ShouldBe((ScanStatus.Pending, FileStatus.Draft, attempt));
            minutes.Add((file.DueAt!.Value - Now).TotalMinutes);
        }

        minutes.Take(7).ShouldBe([2, 4, 8, 16, 32, 60, 60]);
        minutes[^1].ShouldBe(60);
    }

    [Fact, Contract(107)]
    public void What_is_beyond_the_limits_is_given_up_in_the_end()
    {
        var file = Pending;
        for (var attempt = 1; attempt < ScanOutcome.MaxAttemptsBeyondLimits; attempt++)
        {
            file = new ScanOutcome.NoVerdict(IsBeyondLimits: true).Of(file, Now);
            file.ScanStatus.ShouldBe(ScanStatus.Pending);
        }

        file = new ScanOutcome.NoVerdict(IsBeyondLimits: true).Of(file, Now);

        (file.ScanStatus, file.Status, file.DueAt).ShouldBe((ScanStatus.Failed, FileStatus.Quarantined, null));
    }
}
