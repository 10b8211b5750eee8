using FluidCloud.Core.Files;
using FluidCloud.Core.Scanning;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed partial class InterruptionTests
{
    /// <summary>The job waits twice, and is sent again each time.</summary>
    [Theory, MemberData(nameof(Modes)), Contract(103)]
    public Task Scanning_by_an_engine_that_works_by_itself(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var asked = 0;
            world.Scanner.Judge = (_, _, _) => ++asked < 3 ? throw new ScanUnderWayException("not yet") : Task.FromResult(ScanVerdict.Clean);
            return await world.Upload(2);
        },
        act: (world, _) => world.Drain(),
        again: (_, _) => Task.CompletedTask,
        assert: async (world, ids) =>
        {
            var files = await Invariants.Files(world);
            files.Select(file => file.FileId).Order(ById).ShouldBe(ids.Order(ById));
            files.ShouldAllBe(file => file.Status == FileStatus.Ready && file.Sha256 != null);
        });
}
