using FluidCloud.Core;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Trash;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed partial class InterruptionTests
{
    [Theory, MemberData(nameof(Modes)), Contract(42, 119, 221)]
    public Task Emptying_the_Trash_of_nested_folders(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var (top, inner) = await Tree(world);
            var own = await world.NewFolder(inner);
            await world.Upload(2, folder: own);
            await world.Drain();
            await world.Get<TrashFolder>().Run(world.Tenant, own, Cancel);
            await world.Get<TrashFolder>().Run(world.Tenant, top, Cancel);
            return top;
        },
        act: async (world, _) =>
        {
            await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
            await world.Drain();
        },
        again: (world, _) => world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel),
        assert: async (world, _) =>
        {
            (await Invariants.Files(world)).ShouldBeEmpty();
            (await Invariants.Erased(world)).Count.ShouldBe(5);
            (await StoredState.OfAsync(world.Store, world.Tenant, [])).Folders.ShouldBeEmpty();
        });

    [Theory, MemberData(nameof(Modes)), Contract(119)]
    public Task Changing_a_tree(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var tree = await Tree(world);
            await world.Drain();
            return tree;
        },
        act: async (world, tree) =>
        {
            var target = await world.NewFolder();
            await world.Get<EditFolder>().Run(world.Tenant, tree.Inner, new("moved", new(target)), Cancel);
            await world.Get<TrashFolder>().Run(world.Tenant, target, Cancel);
            await world.Get<RestoreFolder>().Run(world.Tenant, tree.Inner, Cancel);
            await world.Get<RestoreFolder>().Run(world.Tenant, target, Cancel);
            await world.Get<TrashFolder>().Run(world.Tenant, tree.Top, Cancel);
        },
        again: (_, _) => Task.CompletedTask,
        assert: async (world, _) => (await Invariants.Files(world)).Count.ShouldBe(3));

    /// <summary>Two folders, one in the other, with three files.</summary>
    private static async Task<(FolderId Top, FolderId Inner)> Tree(World world)
    {
        var top = await world.NewFolder();
        var inner = await world.NewFolder(top);
        await world.Upload(1, folder: top);
        await world.Upload(2, folder: inner);
        return (top, inner);
    }
}
