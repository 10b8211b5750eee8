using FluidCloud.Core;
using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Rescans;
using FluidCloud.Core.Scanning;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>Which files are scanned again, how many at a time, and what comes of it.</summary>
public sealed class RescanTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clean_files_since_a_day_are_enqueued_a_slice_each_minute()
    {
        await using var world = await new World().Settle();
        var old = (await world.Upload(1))[0];
        world.Clock.Skip(TimeSpan.FromHours(1));
        var since = world.Clock.GetUtcNow();
        await world.Upload(ResumeRescans.SliceSize + 20);
        await world.Drain();
        var pending = (await world.Upload(1))[0];
        var asked = new List<FileId>();
        world.Scanner.Judge = (blob, _, _) =>
        {
            asked.Add(blob.File);
            return Task.FromResult(ScanVerdict.Clean);
        };

        await world.Get<StartRescan>().Run(world.Tenant, since, Cancel);
        var counts = new List<int>();
        for (var minute = 0; minute < 4; minute++)
        {
            await world.Get<ResumeOverdueWork>().Run(Cancel);
            counts.Add(world.Queue.Count<RescanJob>());
            await world.Queue.Drain(job => job is RescanJob ? world.Work(job) : Task.CompletedTask, hasEnded: () => false);
            world.Clock.Skip(TimeSpan.FromMinutes(1));
        }

        // The newest file has no verdict yet and takes a place in the first slice.
        counts.ShouldBe([ResumeRescans.SliceSize - 1, 21, 0, 0]);
        asked.Distinct().Count().ShouldBe(ResumeRescans.SliceSize + 20);
        asked.ShouldNotContain(old);
        asked.ShouldNotContain(pending);
        (await world.Store.Read<Rescan>(Partitions.Of(world.Tenant), Rescan.OnlyId, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task All_tenants_together_get_no_more_than_a_run_may_enqueue()
    {
        await using var world = await new World().Settle();
        var tenants = 1 + ResumeRescans.MostPerRun / ResumeRescans.SliceSize;
        await world.Upload(ResumeRescans.SliceSize);
        await world.Drain();
        var file = (await Invariants.Files(world))[0];
        for (var number = 1; number < tenants; number++)
        {
            var tenant = await world.Get<Core.Tenants.CreateTenant>().Run("Another", new(), Cancel);
            var files = Enumerable.Range(0, ResumeRescans.SliceSize / 2 * 2).Select(_ => file with { Id = Guid.NewGuid().ToString(), TenantId = tenant.TenantId });
            foreach (var some in files.Chunk(IMetadataStore.MaxOperations))
                (await world.Store.Commit(Partitions.Of(tenant.TenantId), [.. some.Select(Change.Create)], Cancel)).Succeeded.ShouldBeTrue();
            await world.Get<StartRescan>().Run(tenant.TenantId, DateTimeOffset.MinValue, Cancel);
        }
        await world.Get<StartRescan>().Run(world.Tenant, DateTimeOffset.MinValue, Cancel);

        await world.Get<ResumeOverdueWork>().Run(Cancel);

        world.Queue.Count<RescanJob>().ShouldBe(ResumeRescans.MostPerRun);
    }

    [Fact]
    public async Task Without_a_verdict_or_with_a_refusal_a_file_stays_as_it_was()
    {
        await using var world = await new World().Settle();
        var id = (await world.Upload(1))[0];
        await world.Drain();
        var before = (await Invariants.Files(world)).ShouldHaveSingleItem();

        world.Scanner.Judge = (_, _, _) => Task.FromResult(ScanVerdict.Refused("it is encrypted"));
        await world.Get<RescanFile>().Run(new(world.Tenant, id), Cancel);
        world.Scanner.Judge = (_, _, _) => throw new BeyondScanLimitsException("too large");
        await world.Get<RescanFile>().Run(new(world.Tenant, id), Cancel);
        world.Scanner.Judge = (_, _, _) => throw new ScanUnderWayException("not yet");
        await world.Get<RescanFile>().Run(new(world.Tenant, id), Cancel);
        world.Scanner.Judge = (_, _, _) => throw new IOException("down");
        await Should.ThrowAsync<IOException>(() => world.Get<RescanFile>().Run(new(world.Tenant, id), Cancel));

        var after = (await Invariants.Files(world)).ShouldHaveSingleItem();
        (after.ScanStatus, after.Status, after.ETag).ShouldBe((ScanStatus.Clean, FileStatus.Ready, before.ETag));
    }

    [Fact, Contract(107)]
    public async Task One_in_Trash_is_quarantined_too_and_comes_back_so()
    {
        await using var world = await new World().Settle();
        var id = (await world.Upload(1))[0];
        await world.Drain();
        await world.Trash([id]);
        world.Scanner.Judge = (_, _, _) => Task.FromResult(new ScanVerdict("Late.Virus"));

        await world.Get<RescanFile>().Run(new(world.Tenant, id), Cancel);
        await world.Get<Core.Trash.RestoreFiles>().One(world.Tenant, id, Cancel);

        (await Invariants.Files(world)).ShouldHaveSingleItem().ScanStatus.ShouldBe(ScanStatus.Infected);
        await Invariants.ShouldHold(world);
    }

    [Fact]
    public async Task A_tenant_that_there_is_not_is_refused()
    {
        await using var world = await new World().Settle();

        (await Should.ThrowAsync<FluidCloudException>(() => world.Get<StartRescan>().Run(new(Guid.NewGuid()), DateTimeOffset.MinValue, Cancel)))
            .Code.ShouldBe(ErrorCode.NotFound);
    }
}
