using System.Collections.Concurrent;
using FluidCloud.Core;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Scanning;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Trash;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>Operations that meet, in many interleavings. A failure names its seed.</summary>
public sealed partial class RaceTests
{
    private const int Seeds = 40;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract(218, 220)]
    public Task Restore_against_a_single_purge() => Interleave(
        arrange: async world => await Trashed(world, 2),
        race: (world, ids) =>
        [
            () => Outcome(() => world.Get<PurgeFiles>().One(world.Tenant, ids[0], Cancel)),
            () => Outcome(() => world.Get<RestoreFiles>().One(world.Tenant, ids[0], Cancel)),
            () => Outcome(() => world.Get<RestoreFiles>().One(world.Tenant, ids[1], Cancel)),
        ],
        assert: async (world, ids) =>
        {
            // Purging a live file is allowed, so the purge wins in the end; never is there a record without bytes.
            (await Invariants.Files(world)).Select(file => file.FileId).ShouldBe([ids[1]]);
        });

    [Fact, Contract(64, 220)]
    public Task Restore_against_a_sweep() => Interleave(
        arrange: async world => (Ids: await Trashed(world, 6), Restored: new ConcurrentBag<FileId>()),
        race: (world, given) =>
        [
            async () =>
            {
                await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
                await world.Drain();
            },
            .. Restores(world, given.Ids.Take(3), given.Restored),
        ],
        assert: (world, given) => OnlyWhatWasRestoredIsLeft(world, given.Ids, given.Restored));

    [Fact, Contract(64, 220)]
    public async Task What_is_restored_after_a_sweep_has_handed_it_out_stays()
    {
        await using var world = await new World().Settle();
        var ids = await Trashed(world, 3);
        await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
        var batches = new List<PurgeBatchJob>();
        await world.Queue.Drain(async job =>
        {
            if (job is PurgeBatchJob batch)
                batches.Add(batch);
            else
                await world.Work(job);
        }, hasEnded: () => false);
        await world.Get<RestoreFiles>().One(world.Tenant, ids[0], Cancel);

        await world.Work(batches.ShouldHaveSingleItem());

        (await Invariants.Files(world)).ShouldHaveSingleItem().FileId.ShouldBe(ids[0]);
        await world.Resume();
        await Invariants.ShouldHold(world);
    }

    [Fact, Contract(54, 218)]
    public Task Two_overlapping_sweeps_worked_off_twice() => Interleave(
        arrange: async world => await Trashed(world, 5),
        race: (world, _) =>
        [
            () => world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel),
            () => world.Get<EmptyTrash>().Run(world.Tenant, world.Space, Cancel),
            () => world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel),
            world.Drain,
            world.Drain,
        ],
        assert: async (world, _) =>
        {
            (await Invariants.Files(world)).ShouldBeEmpty();
            (await Invariants.Erased(world)).Count.ShouldBe(5);
        });

    [Fact, Contract(219)]
    public Task What_goes_to_Trash_again_after_the_cut_off_stays() => Interleave(
        arrange: async world => await Trashed(world, 3),
        race: (world, ids) =>
        [
            async () =>
            {
                await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
                await world.Drain();
            },
            async () => await Outcome(async () =>
            {
                await world.Get<RestoreFiles>().One(world.Tenant, ids[0], Cancel);
                await world.Get<TrashFiles>().One(world.Tenant, ids[0], Cancel);
            }),
        ],
        assert: async (world, ids) =>
        {
            var files = await Invariants.Files(world);
            files.ShouldAllBe(file => file.FileId == ids[0]);
            (await Invariants.Erased(world)).Count.ShouldBe(3 - files.Count);
        });

    [Fact, Contract(36)]
    public Task A_scan_against_a_purge_and_a_rename_of_state() => Interleave(
        arrange: world => world.Upload(3),
        race: (world, ids) =>
        [
            () => world.Get<ScanFile>().Run(new(world.Tenant, ids[0]), Cancel),
            () => Outcome(() => world.Get<PurgeFiles>().One(world.Tenant, ids[0], Cancel)),
            () => world.Get<ScanFile>().Run(new(world.Tenant, ids[1]), Cancel),
            () => Outcome(() => world.Get<TrashFiles>().One(world.Tenant, ids[1], Cancel)),
            world.Drain,
        ],
        assert: async (world, ids) =>
        {
            var files = await Invariants.Files(world);
            files.Select(file => file.FileId).ShouldBe(ids.Skip(1), ignoreOrder: true);
            files.ShouldAllBe(file => file.Status == FileStatus.Ready);
        });

    [Fact]
    public Task Completing_against_expiry() => Interleave(
        arrange: async world =>
        {
            var ticket = await world.Start();
            world.Put(ticket);
            world.Clock.Skip(TimeSpan.FromHours(25));
            return ticket;
        },
        race: (world, ticket) =>
        [
            () => Outcome(() => world.Complete(ticket)),
            () => Outcome(() => world.Complete(ticket)),
            () => world.Get<ResumeOverdueWork>().Run(Cancel),
        ],
        assert: async (world, _) => (await Invariants.Files(world)).ShouldAllBe(file => file.Status == FileStatus.Ready));

    [Fact, Contract(37)]
    public Task Many_purges_of_the_same_files_release_them_once() => Interleave(
        arrange: async world => await Trashed(world, 3),
        race: (world, ids) =>
        [
            .. ids.Concat(ids).Select(id => (Func<Task>)(() => Outcome(() => world.Get<PurgeFiles>().One(world.Tenant, id, Cancel)))),
            () => world.Get<PurgeFiles>().Batch(new(world.Tenant, ids, Sweep: null), Cancel),
            async () =>
            {
                await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
                await world.Drain();
            },
        ],
        assert: async (world, _) =>
        {
            (await Invariants.Files(world)).ShouldBeEmpty();
            (await Invariants.Erased(world)).Count.ShouldBe(3);
        });

    private static async Task<IReadOnlyList<FileId>> Trashed(World world, int count)
    {
        var ids = await world.Upload(count);
        await world.Drain();
        await world.Trash(ids);
        return ids;
    }

    private static IEnumerable<Func<Task>> Restores(World world, IEnumerable<FileId> ids, ConcurrentBag<FileId> restored) =>
        ids.Select(id => (Func<Task>)(() => Outcome(async () =>
        {
            await world.Get<RestoreFiles>().One(world.Tenant, id, Cancel);
            restored.Add(id);
        })));

    /// <summary>A restore that was told to have succeeded is never undone.</summary>
    private static async Task OnlyWhatWasRestoredIsLeft(World world, IReadOnlyList<FileId> ids, ConcurrentBag<FileId> restored)
    {
        var files = await Invariants.Files(world);
        files.Select(file => file.FileId).ShouldBe(restored, ignoreOrder: true);
        files.ShouldAllBe(file => file.DeletedAt == null);
        (await Invariants.Erased(world)).Count.ShouldBe(ids.Count - files.Count);
    }

    /// <summary>The product's own refusals are outcomes of a race; everything else is a failure.</summary>
    private static async Task Outcome(Func<Task> operation)
    {
        try
        {
            await operation();
        }
        catch (FluidCloudException e) when (e.Code is ErrorCode.NotFound or ErrorCode.Conflict or ErrorCode.BadRequest)
        {
            // It came too late.
        }
    }

    private static async Task Interleave<T>(
        Func<World, Task<T>> arrange, Func<World, T, IReadOnlyList<Func<Task>>> race, Func<World, T, Task> assert)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            await using var world = await new World().Settle();
            var given = await arrange(world);
            try
            {
                await new RandomTurns(seed).Run(race(world, given));
                await world.Resume();
                await Invariants.ShouldHold(world);
                await assert(world, given);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }
}
