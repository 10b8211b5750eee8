using FluidCloud.Core.Files;
using FluidCloud.Core.Rescans;
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

    /// <summary>Of three files one is known as malware since: it is quarantined, and its links are gone at the edge too.</summary>
    [Theory, MemberData(nameof(Modes)), Contract(20, 21, 107)]
    public Task Scanning_again(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var ids = await world.Upload(3);
            await world.Drain();
            foreach (var id in ids)
                await world.Share(id);
            await world.Share(ids[1], days: 7);
            world.Scanner.Judge = (blob, _, _) => Task.FromResult(blob.File == ids[1] ? new ScanVerdict("Late.Virus") : ScanVerdict.Clean);
            return ids;
        },
        act: async (world, _) =>
        {
            await world.Get<StartRescan>().Run(world.Tenant, DateTimeOffset.MinValue, Cancel);
            await world.Get<Core.Maintenance.ResumeOverdueWork>().Run(Cancel);
            await world.Drain();
        },
        again: (world, _) => world.Get<StartRescan>().Run(world.Tenant, DateTimeOffset.MinValue, Cancel),
        assert: async (world, ids) =>
        {
            var files = (await Invariants.Files(world)).ToDictionary(file => file.FileId);
            (files[ids[1]].ScanStatus, files[ids[1]].Status, files[ids[1]].DueAt).ShouldBe((ScanStatus.Infected, FileStatus.Quarantined, null));
            files[ids[1]].ScanFinding.ShouldBe("Late.Virus");
            (files[ids[0]].Status, files[ids[2]].Status).ShouldBe((FileStatus.Ready, FileStatus.Ready));
            (await Invariants.Shares(world)).Select(share => share.FileId).Order(ById).ShouldBe(new[] { ids[0], ids[2] }.Order(ById));
            world.Edge.Purged.Count.ShouldBeGreaterThan(0);
            (await world.Store.Read<Rescan>(Core.Metadata.Partitions.Of(world.Tenant), Rescan.OnlyId, Cancel)).ShouldBeNull();
        });
}
