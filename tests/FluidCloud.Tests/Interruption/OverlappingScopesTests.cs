using FluidCloud.Core;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed class OverlappingScopesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract(217)]
    public async Task A_stalled_sweep_whose_files_another_one_purged_is_done_and_has_no_failures_left()
    {
        await using var world = await new World().Settle();
        var ids = await world.Upload(3);
        await world.Drain();
        await world.Trash(ids);
        world.Blobs.Stuck.Add($"{world.Tenant}/{ids[0]}");
        await world.Get<EmptyTrash>().Run(world.Tenant, world.Space, Cancel);
        await world.Drain();
        (await SweepOf(world, world.Space)).ShouldBe((SweepState.Stalled, 2, 1, 10));

        world.Blobs.Stuck.Clear();
        world.Queue.Poison.Clear();
        await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
        await world.Drain();

        (await SweepOf(world, world.Space)).ShouldBe((SweepState.Done, 2, 0, 0));
        (await SweepOf(world, space: null)).ShouldBe((SweepState.Done, 1, 0, 0));
        await world.Resume();
        await Invariants.ShouldHold(world);
    }

    private static async Task<(SweepState State, long Done, long Failed, long BytesFailed)> SweepOf(World world, SpaceId? space)
    {
        var sweep = (await world.Store.Read<Sweep>(Partitions.Of(world.Tenant), Sweep.IdOf(space), Cancel))!;
        return (sweep.State, sweep.FilesDone, sweep.FilesFailed, sweep.BytesFailed);
    }
}
