using FluidCloud.Core;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Tombstones;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed class SealingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_sealers_at_once_while_receipts_come_seal_each_receipt_once()
    {
        await using var world = await new World().Settle();
        await Write(world, 600);

        await Task.WhenAll(
        [
            .. Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.Get<SealReceipts>().Run(world.Tenant, Cancel), Cancel)),
            Task.Run(() => Write(world, 400), Cancel),
        ]);
        await world.Get<SealReceipts>().Run(world.Tenant, Cancel);

        var verification = await world.Get<VerifyReceipts>().Run(world.Tenant, Cancel);
        (verification.Receipts, verification.Broken).ShouldBe((1000, null));
        verification.Blocks.ShouldBeInRange(11, 30);
    }

    private static async Task Write(World world, int count)
    {
        foreach (var receipts in Enumerable.Range(0, count).Chunk(50))
            (await world.Store.Commit(Partitions.Of(world.Tenant), [.. receipts.Select(size => Change.Create(Receipt(world, size)))], Cancel))
                .Succeeded.ShouldBeTrue();
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
