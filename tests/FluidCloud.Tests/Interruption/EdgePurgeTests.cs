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

/// <summary>A link dies at the origin, which reads its record, before the bytes go (statement 21); nothing waits for the edge.</summary>
[Contract(20, 21, 22, 28, 29)]
public sealed class EdgePurgeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_purge_does_not_wait_for_an_edge_that_refuses()
    {
        await using var world = await new World().Settle();
        var (file, share) = await Shared(world);
        world.Edge.Failures = 2;

        await world.Get<PurgeFiles>().One(world.Tenant, file, Cancel);

        (await world.Opens(share)).ShouldBeFalse();
        (await Invariants.Shares(world)).ShouldBeEmpty();
        world.Blobs.Blobs.ShouldBeEmpty();
        (await Receipt(world, file)).LinksKilled.ShouldBe(1);
        await world.Resume();
        world.Edge.Purged.ShouldBe([share.Url.AbsolutePath]);
        await Invariants.ShouldHold(world);
    }

    [Fact]
    public async Task A_sweep_does_not_wait_for_an_edge_that_refuses()
    {
        await using var world = await new World().Settle();
        var (file, share) = await Shared(world);
        await world.Trash([file]);
        world.Edge.Failures = 1;

        await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
        await world.Drain();

        (await world.Store.Read<Sweep>(Partitions.Of(world.Tenant), Sweep.IdOf(null), Cancel))!.State.ShouldBe(SweepState.Done);
        await world.Resume();
        world.Edge.Purged.ShouldBe([share.Url.AbsolutePath]);
        await Invariants.ShouldHold(world);
    }

    [Fact]
    public async Task A_revocation_does_not_wait_for_an_edge_that_refuses_and_is_not_repeated()
    {
        await using var world = await new World().Settle();
        var (_, share) = await Shared(world);
        world.Edge.Failures = 1;

        await world.Get<RevokeShare>().Run(world.Tenant, share.Share.ShareId, Cancel);

        (await world.Opens(share)).ShouldBeFalse();
        (await Should.ThrowAsync<FluidCloudException>(() => world.Get<RevokeShare>().Run(world.Tenant, share.Share.ShareId, Cancel)))
            .Code.ShouldBe(ErrorCode.NotFound);
        await world.Resume();
        world.Edge.Purged.ShouldBe([share.Url.AbsolutePath]);
        await Invariants.ShouldHold(world);
    }

    /// <summary>A file that was clean and is infected after all is not served any more, at the origin first.</summary>
    [Fact, Contract(107)]
    public async Task A_quarantine_ends_the_links_without_waiting_for_the_edge()
    {
        await using var world = await new World().Settle();
        var (file, share) = await Shared(world);
        world.Edge.Failures = 1;
        world.Scanner.Judge = (_, _, _) => Task.FromResult(new ScanVerdict("Late.Virus"));

        await world.Get<RescanFile>().Run(new(world.Tenant, file), Cancel);

        (await world.Opens(share)).ShouldBeFalse();
        await world.Resume();
        world.Edge.Purged.ShouldBe([share.Url.AbsolutePath]);
        (await Invariants.Shares(world)).ShouldBeEmpty();
        (await Invariants.Files(world)).ShouldHaveSingleItem().Status.ShouldBe(FileStatus.Quarantined);
        await Invariants.ShouldHold(world);
    }

    [Fact]
    public async Task When_the_edge_is_purged_the_link_is_dead_at_the_origin()
    {
        await using var world = await new World().Settle();
        var (file, share) = await Shared(world);
        var opened = new List<bool>();
        world.Edge.Before = async _ => opened.Add(await world.Opens(share));

        await world.Get<PurgeFiles>().One(world.Tenant, file, Cancel);
        await world.Resume();

        opened.ShouldBe([false]);
    }

    [Fact]
    public async Task More_paths_than_a_request_takes_are_purged_with_all_links()
    {
        await using var world = await new World().Settle();
        var (file, _) = await Shared(world);
        for (var count = 1; count < 101; count++)
            await world.Share(file);

        await world.Get<PurgeFiles>().One(world.Tenant, file, Cancel);
        (await Receipt(world, file)).LinksKilled.ShouldBe(101);
        await world.Resume();

        world.Edge.Purged.ShouldBe(["/s/*"]);
        await Invariants.ShouldHold(world);
    }

    [Fact]
    public async Task An_expiring_link_is_in_no_cache_and_leaves_the_edge_alone()
    {
        await using var world = await new World().Settle();
        var ids = await world.Upload(1);
        await world.Drain();
        await world.Share(ids[0], days: 1);

        await world.Get<PurgeFiles>().One(world.Tenant, ids[0], Cancel);
        await world.Resume();

        world.Edge.Purged.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_was_never_shared_costs_its_purge_no_more()
    {
        await using var world = await new World().Settle();
        var ids = await world.Upload(2);
        await world.Drain();
        await world.Share(ids[1]);
        var before = world.Cut.Effects;
        await world.Get<PurgeFiles>().One(world.Tenant, ids[0], Cancel);
        var plain = world.Cut.Effects - before;
        await world.Get<PurgeFiles>().One(world.Tenant, ids[1], Cancel);

        plain.ShouldBe(3); // Tombstone, bytes, records.
        (world.Cut.Effects - before - plain).ShouldBe(plain + 1); // The shares.
    }

    private static async Task<(FileId File, NewShare Share)> Shared(World world)
    {
        var ids = await world.Upload(1);
        await world.Drain();
        return (ids[0], await world.Share(ids[0]));
    }

    private static async Task<ErasureReceipt> Receipt(World world, FileId file) =>
        (await world.Store.Read<ErasureReceipt>(Partitions.Of(world.Tenant), ErasureReceipt.IdOf(file), Cancel))!;
}
