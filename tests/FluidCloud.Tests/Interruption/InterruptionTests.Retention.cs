using FluidCloud.Core.Jobs;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Trash;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed partial class InterruptionTests
{
    [Theory, MemberData(nameof(Modes))]
    public Task Purging_what_is_in_Trash_for_too_long(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var (top, _) = await Tree(world);
            var ids = await world.Upload(4);
            await world.Drain();
            await world.Trash(ids.Take(2));
            await world.Get<TrashFolder>().Run(world.Tenant, top, Cancel);
            world.Clock.Skip(TimeSpan.FromDays(31));
            await world.Trash([ids[2]]);
            await world.Get<SetTrashRetention>().Run(world.Tenant, 30, Cancel);
            return ids;
        },
        act: async (world, _) =>
        {
            await world.Get<VisitTenants>().Start(TenantVisit.Retention, Cancel);
            await world.Drain();
        },
        // The next hour's.
        again: (world, _) => world.Get<VisitTenants>().Start(TenantVisit.Retention, Cancel),
        assert: async (world, ids) =>
        {
            (await Invariants.Files(world)).Select(file => file.FileId).Order(ById).ShouldBe(ids.Skip(2).Order(ById));
            (await Invariants.Erased(world)).Count.ShouldBe(5);
        });
}
