using FluidCloud.Core;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Tombstones;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>Writers of the erasure log that race, stores that refuse, and storage that somebody has changed.</summary>
public sealed class LogWriterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writers_that_race_while_receipts_come_give_each_receipt_one_index_and_never_fork()
    {
        await using var world = await new World().Settle();
        await Write(world, 300);
        var signed = new SignedCheckpoints();
        signed.Begin(world);
        using var done = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await signed.Note();
                await Task.Yield();
            }
        }, Cancel);

        await Task.WhenAll(
        [
            .. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                for (var round = 0; round < 5; round++)
                    await Append(world);
            }, Cancel)),
            Task.Run(() => Write(world, 300), Cancel),
        ]);
        await Append(world);
        await done.CancelAsync();
        await watching;
        await signed.Note();

        (await world.Get<ReadLog>().Size(Cancel)).ShouldBe(600);
        await InterruptionTests.EachReceiptShouldHaveOneIndex(world);
        await signed.ShouldBeOneLog();
        await LeavesShouldBeReceipts(world);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Two_writers_in_every_order_of_their_steps_give_each_receipt_one_index(int seed)
    {
        for (var round = 0; round < 20; round++)
        {
            await using var world = await new World().Settle();
            await Write(world, 3);
            var signed = new SignedCheckpoints();
            signed.Begin(world);
            var turns = new RandomTurns(seed * 100 + round);

            await turns.Run(() => Append(world), async () =>
            {
                await Write(world, 2);
                await Append(world);
                await signed.Note();
            });

            await Append(world);
            await signed.Note();
            await signed.ShouldBeOneLog();
            await InterruptionTests.EachReceiptShouldHaveOneIndex(world);
            await LeavesShouldBeReceipts(world);
        }
    }

    [Fact]
    public async Task A_tenant_whose_documents_fail_keeps_nobody_waiting_and_is_told_later()
    {
        await using var world = await new World().Settle();
        await Write(world, 2);
        var poisoned = world.Tenant;
        await world.Settle();
        world.Cut.Poison = effect => effect.StartsWith($"commit in {poisoned}", StringComparison.Ordinal) ? new IOException("poisoned") : null;

        for (var round = 0; round < 3; round++)
        {
            await Write(world, 2);
            await Append(world);
        }

        (await world.Get<ReadLog>().Size(Cancel)).ShouldBe(8);
        (await Receipts(world, poisoned)).ShouldAllBe(receipt => receipt.LogIndex == null && receipt.DueAt != null);
        (await Receipts(world, world.Tenant)).ShouldAllBe(receipt => receipt.LogIndex != null);
        world.Cut.Poison = _ => null;
        await Append(world);
        (await Receipts(world, poisoned)).Select(receipt => receipt.LogIndex!.Value).Order().ShouldBe([0, 1]);
        (await world.Get<ReadLog>().Size(Cancel)).ShouldBe(8);
    }

    [Fact]
    public async Task A_log_without_receipts_has_a_checkpoint_and_a_run_without_news_writes_nothing()
    {
        await using var world = await new World().Settle();
        await Append(world);
        var note = SignedNote.Parse((await world.Get<ReadLog>().Checkpoint(Cancel))!);
        Checkpoint.Parse(note.Text).Text.ShouldBe(new Checkpoint(TestLog.Origin, 0, TreeHash.Empty).Text);

        world.Cut.Arm(int.MaxValue, CutMode.Fails);
        await Append(world);
        world.Cut.Effects.ShouldBe(0);

        await Write(world, 1);
        world.Cut.Arm(int.MaxValue, CutMode.Fails);
        await Append(world);
        // The index, the tile, the checkpoint, the journal, the receipt, and that the receipt knows.
        world.Cut.Effects.ShouldBe(6);
    }

    [Theory]
    [InlineData("checkpoint", "0 leaves, its state says 3", null)]
    [InlineData("state", "its state says 0", null)]
    [InlineData("tile/0/000.p/3", "tile/0/000.p/3 is missing", null)]
    [InlineData("tile/0/000.p/3", "do not lead to the root", 5)]
    [InlineData("checkpoint", "is false", 21)]
    public async Task On_storage_that_somebody_changed_nothing_is_signed(string name, string says, int? flip)
    {
        await using var world = await new World().Settle();
        await Write(world, 3);
        await Append(world);
        await Write(world, 1);
        if (flip is { } at)
            world.Log.Blobs[name].Bytes[at] ^= 1;
        else
            world.Log.Blobs.TryRemove(name, out _);
        var before = world.Log.Blobs.GetValueOrDefault("checkpoint");

        (await Should.ThrowAsync<LogDamagedException>(() => Append(world))).Message.ShouldContain(says);

        world.Log.Blobs.GetValueOrDefault("checkpoint").ShouldBe(before);
    }

    [Fact]
    public async Task A_tile_that_is_there_already_with_other_bytes_stops_the_log()
    {
        await using var world = await new World().Settle();
        await Write(world, 3);
        await world.Log.Write("tile/0/000.p/3", new byte[96], version: null, Cancel);

        (await Should.ThrowAsync<LogDamagedException>(() => Append(world))).Message.ShouldContain("tile/0/000.p/3 is there");
    }

    [Fact]
    public async Task A_new_key_goes_on_where_the_one_before_is_named_and_a_new_name_never()
    {
        await using var world = await new World().Settle();
        await Write(world, 2);
        await Append(world);
        var store = world.Log;
        var settings = TestLog.Settings with { SigningKey = Convert.ToBase64String(new byte[32]) };

        await Should.ThrowAsync<LogDamagedException>(() => new LogWriter(store, settings).Publish(Cancel));
        (await new LogWriter(store, settings with { PreviousKey = TestLog.VerifierKey }).Publish(Cancel)).ShouldNotBeNull();

        var note = SignedNote.Parse((await world.Get<ReadLog>().Checkpoint(Cancel))!);
        note.SignedBy(settings.Signer().Key).ShouldNotBeNull();
        Checkpoint.Parse(note.Text).Size.ShouldBe(2);
        (await new LogWriter(store, settings).Publish(Cancel)).ShouldNotBeNull();
        var other = TestLog.Settings with { Origin = "other.test/log" };
        (await Should.ThrowAsync<LogDamagedException>(() => new LogWriter(store, other).Publish(Cancel))).Message.ShouldContain("other.test/log");
    }

    [Fact]
    public async Task A_receipt_that_was_changed_is_found_and_named_and_one_that_was_forgotten_comes_in()
    {
        await using var world = await new World().Settle();
        await Write(world, 300);
        await Append(world);
        var partition = Partitions.Of(world.Tenant);
        var receipts = await Receipts(world, world.Tenant);
        await world.Store.Commit(partition, [Change.Replace(receipts[7] with { Size = 999 })], Cancel);
        await world.Store.Commit(partition, [Change.Replace(receipts[8] with { LogIndex = 5000 })], Cancel);
        await world.Store.Commit(partition, [Change.Create(Receipt(world, 5) with { DueAt = null })], Cancel);

        var check = await world.Get<CheckReceipts>().Run(world.Tenant, Cancel);

        check.False.ShouldBe([receipts[7].FileId, receipts[8].FileId], ignoreOrder: true);
        (check.Good, check.Waiting).ShouldBe((298, 1));
        await Append(world);
        (await world.Get<CheckReceipts>().Run(world.Tenant, Cancel)).Good.ShouldBe(299);
    }

    private static Task Append(World world) => world.Get<AppendReceipts>().Run(Cancel);

    private static async Task<IReadOnlyList<ErasureReceipt>> Receipts(World world, TenantId tenant) =>
        await world.Store.QueryEvery(Partitions.Of(tenant), new AllReceipts(), Cancel).ToListAsync(Cancel);

    private static async Task LeavesShouldBeReceipts(World world)
    {
        var check = await world.Get<CheckReceipts>().Run(world.Tenant, Cancel);
        check.False.ShouldBeEmpty();
        (check.Good, check.Waiting).ShouldBe((await world.Get<ReadLog>().Size(Cancel), 0));
    }

    private static async Task Write(World world, int count)
    {
        foreach (var receipts in Enumerable.Range(0, count).Chunk(50))
            (await world.Store.Commit(Partitions.Of(world.Tenant), [.. receipts.Select(size => Change.Create(Receipt(world, size)))], Cancel))
                .Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task The_check_of_the_tiles_names_the_one_that_somebody_changed()
    {
        await using var world = await new World().Settle();
        var check = world.Get<CheckTiles>();
        (await check.Run(Cancel)).ShouldBeNull();
        await Write(world, 600);
        await Append(world);
        (await check.Run(Cancel)).ShouldBeNull();

        world.Log.Blobs["tile/0/000"].Bytes[99] ^= 1;
        (await check.Run(Cancel)).ShouldBe("tile/0/000 does not hash to what tile/1/000.p/2 has of it.");
        world.Log.Blobs["tile/0/000"].Bytes[99] ^= 1;
        world.Log.Blobs.TryRemove("tile/0/001", out _);
        (await check.Run(Cancel)).ShouldBe("tile/0/001 is missing.");
        world.Log.Blobs["tile/0/002.p/88"].Bytes[0] ^= 1;
        (await check.Run(Cancel)).ShouldBe("The tiles do not lead to the root of the checkpoint of size 600.");
    }

    private static ErasureReceipt Receipt(World world, long size) => new()
    {
        Id = ErasureReceipt.IdOf(Id.New<FileId>()),
        TenantId = world.Tenant,
        Size = size,
        ErasedAt = world.Clock.GetUtcNow(),
        Cause = PurgeCause.Call,
        Storage = Erasure.Permanent,
        DueAt = world.Clock.GetUtcNow(),
    };
}
