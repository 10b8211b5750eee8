using FluidCloud.Core;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Trash;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed partial class RaceTests
{
    private sealed record Tree(FolderId Top, FolderId Inner, IReadOnlyList<FileId> Files);

    [Fact, Contract(64, 119, 220)]
    public Task Restores_out_of_a_folder_against_its_sweep() => Interleave(
        arrange: async world =>
        {
            var tree = await NewTree(world);
            await world.Get<TrashFolder>().Run(world.Tenant, tree.Top, Cancel);
            return tree;
        },
        race: (world, tree) =>
        [
            async () =>
            {
                await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
                await world.Drain();
            },
            () => Outcome(() => world.Get<RestoreFiles>().One(world.Tenant, tree.Files[0], Cancel)),
            () => Outcome(() => world.Get<RestoreFiles>().One(world.Tenant, tree.Files[3], Cancel)),
            () => Outcome(() => world.Get<RestoreFolder>().Run(world.Tenant, tree.Inner, Cancel)),
            () => Outcome(() => world.Get<PurgeFiles>().One(world.Tenant, tree.Files[1], Cancel)),
        ],
        assert: async (world, tree) =>
        {
            var state = await StoredState.OfAsync(world.Store, world.Tenant, []);
            state.Folders.ShouldAllBe(folder => folder.FolderId == tree.Inner && folder.DeletedAt == null);
            state.Files.ShouldAllBe(file => file.IsLive && file.FileId != tree.Files[1]);
            (await Invariants.Erased(world)).Count.ShouldBe(4 - state.Files.Count);
        });

    [Fact, Contract(218, 220)]
    public Task Overlapping_sweeps_of_a_folder_against_its_restore() => Interleave(
        arrange: async world =>
        {
            var tree = await NewTree(world);
            await world.Get<TrashFolder>().Run(world.Tenant, tree.Top, Cancel);
            return tree;
        },
        race: (world, tree) =>
        [
            () => world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel),
            () => world.Get<EmptyTrash>().Run(world.Tenant, world.Space, Cancel),
            world.Drain,
            world.Drain,
            () => Outcome(() => world.Get<RestoreFolder>().Run(world.Tenant, tree.Top, Cancel)),
        ],
        assert: async (world, _) =>
        {
            // All or nothing: the first durable write on the folder decides for what is in it.
            var state = await StoredState.OfAsync(world.Store, world.Tenant, []);
            (state.Files.Count, state.Folders.Count).ShouldBeOneOf((0, 0), (4, 2));
            state.Folders.ShouldAllBe(folder => folder.DeletedAt == null);
        });

    [Fact]
    public Task Moves_against_trashing_and_uploading() => Interleave(
        arrange: async world =>
        {
            var tree = await NewTree(world);
            var ticket = await world.Start(size: 7, folder: tree.Inner);
            world.Put(ticket, 7);
            return (Tree: tree, Other: await world.NewFolder(), Ticket: ticket);
        },
        race: (world, given) =>
        [
            () => Outcome(() => world.Get<EditFolder>().Run(world.Tenant, given.Tree.Inner, new(null, new(given.Other)), Cancel)),
            () => Outcome(() => world.Get<EditFolder>().Run(world.Tenant, given.Other, new(null, new(given.Tree.Inner)), Cancel)),
            () => Outcome(() => world.Get<TrashFolder>().Run(world.Tenant, given.Tree.Top, Cancel)),
            () => Outcome(() => world.Get<EditFile>().Run(world.Tenant, given.Tree.Files[0], new(null, new(given.Other), null), Cancel)),
            () => Outcome(() => world.Get<TrashFiles>().One(world.Tenant, given.Tree.Files[3], Cancel)),
            () => world.Complete(given.Ticket),
        ],
        assert: async (world, _) => (await Invariants.Files(world)).Count.ShouldBe(5));

    private static async Task<Tree> NewTree(World world)
    {
        var top = await world.NewFolder();
        var inner = await world.NewFolder(top);
        IReadOnlyList<FileId> files = [.. await world.Upload(2, folder: top), .. await world.Upload(2, folder: inner)];
        await world.Drain();
        return new(top, inner, files);
    }
}
