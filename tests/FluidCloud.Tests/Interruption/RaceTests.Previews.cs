using FluidCloud.Core.Deletion;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Previews;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed partial class RaceTests
{
    [Fact, Contract(146, 147)]
    public Task Callers_who_want_the_same_preview() => Interleave(
        arrange: world => world.UploadImage(),
        race: (world, id) =>
        [
            () => world.Get<ShowPreview>().Run(world.Tenant, id, Cancel),
            () => world.Get<ShowPreview>().Run(world.Tenant, id, Cancel),
            () => world.Get<ShowPreview>().Run(world.Tenant, id, Cancel),
        ],
        assert: (world, _) =>
        {
            world.Converter.Conversions.ShouldBe(1);
            world.Previews.Copies.Count.ShouldBe(1);
            return Task.CompletedTask;
        });

    [Fact, Contract(216)]
    public Task Conversions_against_a_purge_and_maintenance() => Interleave(
        arrange: world => world.UploadImage(),
        race: (world, id) =>
        [
            () => Outcome(() => world.Get<ShowPreview>().Run(world.Tenant, id, Cancel)),
            () => Outcome(() => world.Get<ShowPreview>().Run(world.Tenant, id, Cancel)),
            () => Outcome(() => world.Get<PurgeFiles>().One(world.Tenant, id, Cancel)),
            async () =>
            {
                world.Clock.Skip(TimeSpan.FromMinutes(11)); // Whatever is under way is overdue.
                await world.Get<ResumeOverdueWork>().Run(Cancel);
            },
        ],
        assert: async (world, _) =>
        {
            (await Invariants.Files(world)).ShouldBeEmpty();
            world.Previews.Copies.ShouldBeEmpty();
        });
}
