using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Trash;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>Two instances whose clocks differ (docs/adr/0011): the world's, and one that is ahead.</summary>
[Contract(219)]
public sealed class ClockSkewTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(0.7);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_goes_to_Trash_after_an_emptying_by_a_clock_ahead_stays(bool inFolder)
    {
        await using var world = await new World().Settle();
        var folder = await world.NewFolder();
        var ids = await world.Upload(2, folder: inFolder ? folder : null);
        await world.Drain();
        await world.Trash([(await world.Upload(1))[0]]);
        await EmptyByTheClockAhead(world);

        if (inFolder)
            await world.Get<TrashFolder>().Run(world.Tenant, folder, Cancel);
        else
            await world.Trash(ids);
        await world.Drain();
        await world.Resume();

        (await Invariants.Files(world)).Select(file => file.FileId).ShouldBe(ids, ignoreOrder: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_went_to_Trash_by_a_clock_ahead_before_an_emptying_is_purged(bool inFolder)
    {
        await using var world = await new World().Settle();
        var folder = await world.NewFolder();
        var ids = await world.Upload(2, folder: inFolder ? folder : null);
        await world.Drain();
        var clock = ClockAhead();
        if (inFolder)
            await new TrashFolder(world.Get<FindFolder>(), world.Store, clock).Run(world.Tenant, folder, Cancel);
        foreach (var id in inFolder ? [] : ids)
            await new TrashFiles(new(world.Store, world.Get<LocateFiles>(), clock), world.Store, clock).One(world.Tenant, id, Cancel);

        await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
        await world.Drain();

        (await Invariants.Files(world)).ShouldBeEmpty();
        (await Invariants.Erased(world)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_clock_an_hour_ahead_was_set_back_Trash_is_emptied_and_filled_as_ever(bool inFolder)
    {
        await using var world = await new World().Settle();
        var folder = await world.NewFolder();
        var ids = await world.Upload(3, folder: inFolder ? folder : null);
        await world.Drain();
        var clock = ClockAhead(TimeSpan.FromHours(1));
        if (inFolder)
            await new TrashFolder(world.Get<FindFolder>(), world.Store, clock).Run(world.Tenant, folder, Cancel);
        foreach (var id in inFolder ? [] : ids)
            await new TrashFiles(new(world.Store, world.Get<LocateFiles>(), clock), world.Store, clock).One(world.Tenant, id, Cancel);

        await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
        await world.Drain();

        var sweep = (await world.Store.Read<Sweep>(Partitions.Of(world.Tenant), Sweep.IdOf(null), Cancel))!;
        (sweep.State, sweep.FilesTotal, sweep.FilesDone).ShouldBe((SweepState.Done, 3, 3));
        // At once, and the next emptying takes it.
        var next = (await world.Upload(1))[0];
        await world.Drain();
        await world.Trash([next]);
        (await Invariants.Files(world)).Single().DeletedAt!.Value.ShouldBeGreaterThan(sweep.CutOff);
        await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
        await world.Drain();
        (await Invariants.Files(world)).ShouldBeEmpty();
        await world.Resume();
        await Invariants.ShouldHold(world);
    }

    [Fact]
    public async Task An_emptying_by_a_clock_an_hour_ahead_takes_nothing_that_goes_to_Trash_after_it()
    {
        await using var world = await new World().Settle();
        var ids = await world.Upload(2);
        await world.Drain();
        await world.Trash([ids[0]]);
        await EmptyByTheClockAhead(world, TimeSpan.FromHours(1));

        await world.Trash([ids[1]]);
        await world.Drain();
        await world.Resume();

        (await Invariants.Files(world)).Select(file => file.FileId).ShouldBe([ids[1]]);
    }

    private static Task<Sweep> EmptyByTheClockAhead(World world, TimeSpan? ahead = null)
    {
        var clock = ClockAhead(ahead);
        return new EmptyTrash(world.Store, new StartSweep(world.Store, world.Get<JobAnnouncer>(), clock), clock)
            .Run(world.Tenant, space: null, Cancel);
    }

    private static TestClock ClockAhead(TimeSpan? ahead = null)
    {
        var clock = new TestClock();
        clock.Skip(ahead ?? Ahead);
        return clock;
    }
}
