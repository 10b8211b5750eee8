using System.Collections.Concurrent;
using FluidCloud.Core;
using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Trash;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed partial class RaceTests
{
    [Fact, Contract(220)]
    public Task Restore_against_the_retention() => Interleave(
        arrange: async world => (Ids: await TooOld(world), Restored: new ConcurrentBag<FileId>()),
        race: (world, given) =>
        [
            () => Enforce(world),
            .. Restores(world, given.Ids.Take(3), given.Restored),
        ],
        assert: (world, given) => OnlyWhatWasRestoredIsLeft(world, given.Ids, given.Restored));

    [Fact]
    public Task Turning_the_retention_off_against_it() => Interleave(
        arrange: TooOld,
        race: (world, _) =>
        [
            () => Enforce(world),
            () => world.Get<SetTrashRetention>().Run(world.Tenant, days: null, Cancel),
        ],
        // What is left is whole and in Trash, and no sweep is left behind that would take it later.
        assert: async (world, ids) =>
        {
            var files = await Invariants.Files(world);
            files.ShouldAllBe(file => file.DeletedAt != null && file.Status == FileStatus.Ready);
            (await Invariants.Erased(world)).Count.ShouldBe(ids.Count - files.Count);
        });

    [Fact]
    public async Task A_retention_that_is_turned_off_or_made_longer_takes_nothing_more()
    {
        foreach (int? days in new int?[] { null, 300 })
        {
            await using var world = await new World().Settle();
            var ids = await TooOld(world);
            var folder = await world.NewFolder();
            await world.Upload(2, folder: folder);
            await world.Drain();
            await world.Get<TrashFolder>().Run(world.Tenant, folder, Cancel);
            world.Clock.Skip(TimeSpan.FromDays(31));
            await world.Get<VisitTenants>().Start(TenantVisit.Retention, Cancel);
            // The planner has handed everything out when the setting changes.
            var handedOut = new List<object>();
            await world.Queue.Drain(job => job is VisitTenantsJob or PlanSweepJob ? world.Work(job) : HandOut(job), hasEnded: () => false);
            handedOut.ShouldNotBeEmpty();
            await world.Get<SetTrashRetention>().Run(world.Tenant, days, Cancel);

            foreach (var job in handedOut)
                await world.Work(job);
            await world.Resume();

            await Invariants.ShouldHold(world);
            (await Invariants.Files(world)).Count.ShouldBe(ids.Count + 2);
            (await world.Store.Query(Partitions.Of(world.Tenant), new SweepsOfTenant(10), Cancel)).Items.ShouldBeEmpty();

            Task HandOut(object job)
            {
                handedOut.Add(job);
                return Task.CompletedTask;
            }
        }
    }

    private static async Task Enforce(World world)
    {
        await world.Get<VisitTenants>().Start(TenantVisit.Retention, Cancel);
        await world.Drain();
    }

    /// <summary>Five files in Trash for longer than the tenant keeps them.</summary>
    private static async Task<IReadOnlyList<FileId>> TooOld(World world)
    {
        var ids = await Trashed(world, 5);
        await world.Get<SetTrashRetention>().Run(world.Tenant, 30, Cancel);
        world.Clock.Skip(TimeSpan.FromDays(31));
        return ids;
    }
}
