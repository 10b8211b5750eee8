using FluidCloud.Core.Deletion;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed class PurgeAnswerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Tombstone, bytes, records; then the sweep that the file was the last of.</summary>
    [Fact, Contract(30)]
    public async Task A_file_that_is_gone_is_answered_so_though_its_sweep_cannot_be_settled()
    {
        await using var world = await new World().Settle();
        var file = (await world.Upload(1))[0];
        await world.Trash([file]);
        var sweep = await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
        await world.Get<PlanSweep>().Run(sweep.PlanJob, Cancel); // The files...
        await world.Get<PlanSweep>().Run(sweep.PlanJob, Cancel); // ...and the folders are handed out; nothing is purged yet.

        world.Cut.Arm(4, CutMode.Fails);
        await world.Get<PurgeFiles>().One(world.Tenant, file, Cancel);

        world.Cut.Reached.ShouldBeTrue();
        (await world.Store.Read<Sweep>(Partitions.Of(world.Tenant), sweep.Id, Cancel))!.State.ShouldBe(SweepState.Running);
        await world.Resume();
        await Invariants.ShouldHold(world);
    }
}
