using FluidCloud.Core;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Rescans;
using FluidCloud.Core.Scanning;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Sweeps;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>A link is killed at the edge first, then its record is removed (statement 21), and its bytes go after that.</summary>
[Contract(20, 21, 22)]
public sealed class EdgeOrderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(0), InlineData(2)]
    public async Task A_purge_tells_the_edge_before_it_removes_anything(int failures)
    {
        await using var world = await new World().Settle();
        var (file, share) = await Shared(world);
        var seen = Watch(world, file, share);
        world.Edge.Failures = failures;

        var purge = () => world.Get<PurgeFiles>().One(world.Tenant, file, Cancel);
        if (failures == 0)
            await purge();
        else
            (await Should.ThrowAsync<FluidCloudException>(purge)).Code.ShouldBe(ErrorCode.StorageFailed);

        (await world.Opens(share)).ShouldBeFalse();
        await world.Resume();
        // Each time: the file a tombstone, the link dead, its record and the bytes still there.
        seen.Count.ShouldBe(failures + 1);
        seen.ShouldAllBe(state => state == new Seen(IsTombstone: true, Opens: false, HasRecord: true, HasBytes: true));
        world.Edge.Forgotten.ShouldBe([share.Url.AbsolutePath]);
        (await Invariants.Shares(world)).ShouldBeEmpty();
        (await world.Store.Read<ErasureReceipt>(Partitions.Of(world.Tenant), ErasureReceipt.IdOf(file), Cancel))!.LinksKilled.ShouldBe(1);
        await Invariants.ShouldHold(world);
    }

    /// <summary>A file that was clean and is infected after all: it is not served any more before the edge is told, and its link is gone after that.</summary>
    [Theory, Contract(107), InlineData(0), InlineData(2)]
    public async Task A_quarantine_stops_serving_then_tells_the_edge_and_then_removes_the_link(int failures)
    {
        await using var world = await new World().Settle();
        var (file, share) = await Shared(world);
        var seen = Watch(world, file, share);
        world.Edge.Failures = failures;
        world.Scanner.Judge = (_, _, _) => Task.FromResult(new ScanVerdict("Late.Virus"));

        await world.Get<RescanFile>().Run(new(world.Tenant, file), Cancel);

        (await world.Opens(share)).ShouldBeFalse();
        await world.Resume();
        seen.Count.ShouldBe(failures + 1);
        seen.ShouldAllBe(state => state == new Seen(IsTombstone: false, Opens: false, HasRecord: true, HasBytes: true));
        world.Edge.Forgotten.ShouldBe([share.Url.AbsolutePath]);
        (await Invariants.Shares(world)).ShouldBeEmpty();
        (await Invariants.Files(world)).ShouldHaveSingleItem().Status.ShouldBe(FileStatus.Quarantined);
        await Invariants.ShouldHold(world);
    }

    [Theory, InlineData(0), InlineData(2)]
    public async Task A_sweep_tells_the_edge_before_it_removes_anything(int failures)
    {
        await using var world = await new World().Settle();
        var (file, share) = await Shared(world);
        await world.Upload(3);
        await world.Drain();
        await world.Trash([file]);
        var seen = Watch(world, file, share);
        world.Edge.Failures = failures;

        await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
        await world.Drain();

        seen.Count.ShouldBe(failures + 1);
        seen.ShouldAllBe(state => state == new Seen(IsTombstone: true, Opens: false, HasRecord: true, HasBytes: true));
        await world.Resume();
        await Invariants.ShouldHold(world);
        (await Invariants.Erased(world)).ShouldBe([file]);
    }

    [Theory, InlineData(0), InlineData(2)]
    public async Task A_revocation_tells_the_edge_before_it_removes_the_record(int failures)
    {
        await using var world = await new World().Settle();
        var (file, share) = await Shared(world);
        var seen = Watch(world, file, share);
        world.Edge.Failures = failures;

        var revoke = () => world.Get<RevokeShare>().Run(world.Tenant, share.Share.ShareId, Cancel);
        for (var failed = 0; failed < failures; failed++)
        {
            (await Should.ThrowAsync<FluidCloudException>(revoke)).Code.ShouldBe(ErrorCode.StorageFailed);
            (await world.Opens(share)).ShouldBeFalse();
        }
        await revoke();

        seen.Count.ShouldBe(failures + 1);
        seen.ShouldAllBe(state => state == new Seen(IsTombstone: false, Opens: false, HasRecord: true, HasBytes: true));
        (await Invariants.Shares(world)).ShouldBeEmpty();
        await Invariants.ShouldHold(world);
    }

    [Fact]
    public async Task Links_that_died_before_another_order_takes_the_purge_over_are_counted()
    {
        await using var world = await new World().Settle();
        var (file, share) = await Shared(world);
        for (var count = 1; count < 110; count++)
            await world.Share(file, days: 1);
        await world.Trash([file]);
        var (calls, isStuck) = (0, true);
        world.Edge.Before = _ => ++calls > 1 && isStuck ? throw new IOException("The edge is stuck.") : Task.CompletedTask;

        await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
        await world.Drain();
        (await Invariants.Shares(world)).Count.ShouldBe(12);
        (await world.Store.Read<Sweep>(Partitions.Of(world.Tenant), Sweep.IdOf(null), Cancel))!.State.ShouldBe(SweepState.Stalled);
        isStuck = false;
        await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
        await world.Drain();

        (await world.Store.Read<ErasureReceipt>(Partitions.Of(world.Tenant), ErasureReceipt.IdOf(file), Cancel))!.LinksKilled.ShouldBe(110);
        world.Edge.Forgotten.Distinct().Count().ShouldBe(110);
        world.Edge.Forgotten.ShouldContain(share.Url.AbsolutePath);
    }

    [Fact]
    public async Task A_revocation_that_nobody_asks_for_again_ends_by_itself()
    {
        await using var world = await new World().Settle();
        var (_, share) = await Shared(world);
        world.Edge.Failures = 2;

        await Should.ThrowAsync<FluidCloudException>(() => world.Get<RevokeShare>().Run(world.Tenant, share.Share.ShareId, Cancel));
        (await Invariants.Shares(world)).ShouldHaveSingleItem().RevokedAt.ShouldNotBeNull();
        await world.Resume();

        world.Edge.Forgotten.ShouldBe([share.Url.AbsolutePath]);
        await Invariants.ShouldHold(world);
    }

    [Fact]
    public async Task A_file_that_was_never_shared_costs_its_purge_no_more()
    {
        await using var world = await new World().Settle();
        var ids = await world.Upload(2);
        await world.Drain();
        await world.Share(ids[1]);
        var commits = world.Cut.Effects;
        await world.Get<PurgeFiles>().One(world.Tenant, ids[0], Cancel);
        var plain = world.Cut.Effects - commits;
        await world.Get<PurgeFiles>().One(world.Tenant, ids[1], Cancel);

        plain.ShouldBe(3); // Tombstone, bytes, records.
        (world.Cut.Effects - commits - plain).ShouldBe(plain + 2); // The edge, and the link's record.
    }

    private sealed record Seen(bool IsTombstone, bool Opens, bool HasRecord, bool HasBytes);

    /// <summary>Notes the state at each call of the edge.</summary>
    private static List<Seen> Watch(World world, FileId file, NewShare share)
    {
        var seen = new List<Seen>();
        world.Edge.Before = async _ => seen.Add(new(
            (await Invariants.Files(world)).Any(one => one.FileId == file && one.Status == FileStatus.Purging),
            await world.Opens(share),
            (await Invariants.Shares(world)).Any(one => one.ShareId == share.Share.ShareId),
            world.Blobs.Blobs.ContainsKey($"{world.Tenant}/{file}")));
        return seen;
    }

    private static async Task<(FileId File, NewShare Share)> Shared(World world)
    {
        var ids = await world.Upload(1);
        await world.Drain();
        return (ids[0], await world.Share(ids[0]));
    }
}
