using FluidCloud.Core.Files;
using FluidCloud.Core.Scanning;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>What storage does to a scan.</summary>
public sealed class ScanTests
{
    [Fact, Contract(103)]
    public async Task Fewer_bytes_than_the_file_has_are_no_verdict()
    {
        await using var world = await new World().Settle();
        var id = (await world.Upload(1))[0];
        var name = $"{world.Tenant}/{id}";
        var whole = world.Blobs.Blobs[name];
        world.Blobs.Blobs[name] = whole[..5];
        await world.Drain();

        var file = (await Invariants.Files(world)).ShouldHaveSingleItem();
        (file.ScanStatus, file.FailedScans).ShouldBe((ScanStatus.Pending, 1));

        world.Blobs.Blobs[name] = whole;
        await world.Resume();
        (await Invariants.Files(world)).ShouldHaveSingleItem().ScanStatus.ShouldBe(ScanStatus.Clean);
        await Invariants.ShouldHold(world);
    }

    [Fact]
    public async Task A_file_whose_bytes_are_lost_is_asked_for_ever_less_often()
    {
        await using var world = await new World().Settle();
        var id = (await world.Upload(1))[0];
        world.Blobs.Blobs.Clear();
        await world.Drain();
        await world.Resume(); // Four times eleven minutes: the scan is due after 2, 4, 8 and 16 minutes.

        var file = (await Invariants.Files(world)).ShouldHaveSingleItem();
        (file.FileId, file.ScanStatus, file.FailedScans).ShouldBe((id, ScanStatus.Pending, 4));
    }

    [Fact, Contract(103)]
    public async Task A_file_waits_for_a_scanner_that_works_by_itself_and_its_bytes_are_read_once()
    {
        await using var world = await new World().Settle();
        var asked = 0;
        world.Scanner.Judge = (_, _, _) => ++asked < 4 ? throw new ScanUnderWayException("not yet") : Task.FromResult(ScanVerdict.Clean);
        await world.Upload(1);
        var before = world.Blobs.Reads;

        await world.Drain();

        var file = (await Invariants.Files(world)).ShouldHaveSingleItem();
        (file.ScanStatus, file.FailedScans, file.Sha256?.Length, file.DueAt).ShouldBe((ScanStatus.Clean, 0, 64, null));
        (asked, world.Blobs.Reads - before).ShouldBe((4, 1));
        await Invariants.ShouldHold(world);
    }

    [Fact, Contract(103)]
    public async Task A_scanner_that_never_says_anything_leaves_the_file_pending()
    {
        await using var world = await new World().Settle();
        world.Scanner.Judge = (_, _, _) => throw new ScanUnderWayException("not yet");
        await world.Upload(1);

        await world.Drain();
        await world.Resume();

        var file = (await Invariants.Files(world)).ShouldHaveSingleItem();
        (file.ScanStatus, file.Status).ShouldBe((ScanStatus.Pending, FileStatus.Draft));
        file.FailedScans.ShouldBeGreaterThan(1);
    }

    [Fact, Contract(107)]
    public async Task What_the_scanner_refuses_has_failed_with_its_reason()
    {
        await using var world = await new World().Settle();
        world.Scanner.Judge = (_, _, _) => Task.FromResult(ScanVerdict.Refused("it is encrypted"));
        await world.Upload(1);

        await world.Drain();

        var file = (await Invariants.Files(world)).ShouldHaveSingleItem();
        (file.ScanStatus, file.Status, file.ScanFinding).ShouldBe((ScanStatus.Failed, FileStatus.Quarantined, "it is encrypted"));
        file.Sha256!.Length.ShouldBe(64);
    }

    [Fact]
    public async Task How_long_files_wait_is_told_until_they_are_judged()
    {
        await using var world = await new World().Settle();
        var pending = world.Get<FindLongestPending>();
        (await pending.Run(TestContext.Current.CancellationToken)).ShouldBeNull();
        await world.Upload(1);
        world.Clock.Skip(TimeSpan.FromMinutes(7));
        await world.Upload(1);

        (await pending.Run(TestContext.Current.CancellationToken)).ShouldNotBeNull().TotalMinutes.ShouldBe(7, tolerance: 0.5);
        await world.Drain();
        (await pending.Run(TestContext.Current.CancellationToken)).ShouldBeNull();
    }
}
