using FluidCloud.Core.Deletion;
using FluidCloud.Core.Trash;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed partial class InterruptionTests
{
    [Theory, MemberData(nameof(Modes))]
    public Task Purging_many_files(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var ids = await world.Upload(70);
            await world.Drain();
            await world.Trash(ids.Take(3));
            return ids;
        },
        act: (world, ids) => world.Get<PurgeFiles>().Many(world.Tenant, ids.Skip(1), Cancel),
        again: (world, ids) => world.Get<PurgeFiles>().Many(world.Tenant, ids.Skip(1), Cancel),
        assert: async (world, ids) =>
        {
            (await Invariants.Files(world)).Select(file => file.FileId).ShouldBe([ids[0]]);
            (await Invariants.Erased(world)).Order(ById).ShouldBe(ids.Skip(1).Order(ById));
        }, stride: 11);

    [Theory, MemberData(nameof(Modes))]
    public Task Trashing_and_restoring_many_files(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var ids = await world.Upload(70);
            await world.Drain();
            return ids;
        },
        act: async (world, ids) =>
        {
            await world.Get<TrashFiles>().Many(world.Tenant, ids, Cancel);
            await world.Get<RestoreFiles>().Many(world.Tenant, ids.Skip(5), Cancel);
        },
        again: async (world, ids) =>
        {
            await world.Get<TrashFiles>().Many(world.Tenant, ids, Cancel);
            await world.Get<RestoreFiles>().Many(world.Tenant, ids.Skip(5), Cancel);
        },
        assert: async (world, ids) => (await Invariants.Files(world)).Where(file => file.DeletedAt is not null)
            .Select(file => file.FileId).Order(ById).ShouldBe(ids.Take(5).Order(ById)));
}
