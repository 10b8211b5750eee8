using FluidCloud.Core.Jobs;
using FluidCloud.Core.Quota;
using FluidCloud.Core.Tenants;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed partial class InterruptionTests
{
    [Theory, MemberData(nameof(Modes))]
    public Task Writing_down_what_a_tenant_uses(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var ids = await world.Upload(2);
            await world.Drain();
            await world.Get<VisitTenants>().Start(TenantVisit.Usage, Cancel);
            await world.Drain();
            world.Clock.Skip(TimeSpan.FromDays(1));
            return ids;
        },
        act: async (world, _) =>
        {
            await world.Get<VisitTenants>().Start(TenantVisit.Usage, Cancel);
            await world.Drain();
        },
        again: (world, _) => world.Get<VisitTenants>().Start(TenantVisit.Usage, Cancel),
        assert: async (world, ids) =>
        {
            var days = await world.Get<ReadUsageHistory>().Run(world.Tenant, ReadUsageHistory.MostDays, Cancel);
            days.Select(day => day.Files).ShouldBe([ids.Count, ids.Count]);
            days.Select(day => day.Day).ShouldBeUnique();
        });
}
