using FluidCloud.Core.Files;
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
}
