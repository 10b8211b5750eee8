using FluidCloud.Core;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Previews;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed partial class InterruptionTests
{
    [Theory, MemberData(nameof(Modes)), Contract(146, 147)]
    public Task Converting_an_image(CutMode mode) => CutEverywhere(mode,
        arrange: world => world.UploadImage(),
        act: (world, id) => world.Get<ShowPreview>().Run(world.Tenant, id, Cancel),
        again: (_, _) => Task.CompletedTask,
        assert: async (world, id) =>
        {
            (await world.Get<ShowPreview>().Run(world.Tenant, id, Cancel)).Converted.ShouldBeTrue();
            await Invariants.ShouldHold(world);
            world.Previews.Copies.Count.ShouldBe(1);
        });

    [Theory, MemberData(nameof(Modes))]
    public Task Purging_a_file_while_its_image_is_converted(CutMode mode) => CutEverywhere(mode,
        arrange: world => world.UploadImage(),
        act: async (world, id) =>
        {
            world.Converter.Meanwhile = () => PurgeUnlessGone(world, id);
            (await Should.ThrowAsync<FluidCloudException>(() => world.Get<ShowPreview>().Run(world.Tenant, id, Cancel)))
                .Code.ShouldBe(ErrorCode.NotFound);
        },
        again: (world, id) => PurgeUnlessGone(world, id),
        assert: async (world, id) =>
        {
            (await Invariants.Files(world)).ShouldBeEmpty();
            world.Previews.Copies.ShouldBeEmpty();
            (await Invariants.Erased(world)).ShouldBe([id]);
        });

    [Theory, MemberData(nameof(Modes))]
    public Task Purging_a_file_with_its_copy(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var id = await world.UploadImage();
            await world.Get<ShowPreview>().Run(world.Tenant, id, Cancel);
            return id;
        },
        act: (world, id) => world.Get<PurgeFiles>().One(world.Tenant, id, Cancel),
        again: PurgeUnlessGone,
        assert: async (world, _) =>
        {
            (await Invariants.Files(world)).ShouldBeEmpty();
            world.Previews.Copies.ShouldBeEmpty();
        });

    [Fact]
    public async Task A_purge_asks_for_copies_only_where_there_may_be_one()
    {
        await using var world = await new World().Settle();
        var (plain, image) = ((await world.Upload(1))[0], await world.UploadImage());
        await world.Get<ShowPreview>().Run(world.Tenant, image, Cancel);

        await world.Get<PurgeFiles>().One(world.Tenant, plain, Cancel);
        world.Previews.Erasures.ShouldBe(0);

        await world.Get<PurgeFiles>().One(world.Tenant, image, Cancel);
        world.Previews.Erasures.ShouldBe(1);
    }

    /// <summary>The conversion hangs in a process that was given up; then it goes on.</summary>
    [Fact]
    public async Task A_conversion_that_comes_back_after_its_time_leaves_nothing()
    {
        await using var world = await new World().Settle();
        var id = await world.UploadImage();
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Converter.Meanwhile = () =>
        {
            begun.SetResult();
            return goOn.Task;
        };
        var late = world.Get<ShowPreview>().Run(world.Tenant, id, Cancel);
        await begun.Task;

        await world.Resume();
        await Invariants.ShouldHold(world);
        world.Converter.Meanwhile = () => Task.CompletedTask;
        await world.Get<ShowPreview>().Run(world.Tenant, id, Cancel);
        var copy = world.Previews.Copies.Keys.Single();
        goOn.SetResult();

        (await late).Url.ToString().ShouldContain(copy.Attempt.ToString());
        world.Previews.Copies.Keys.ShouldBe([copy]);
        await Invariants.ShouldHold(world);
    }
}
