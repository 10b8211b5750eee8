using FluidCloud.Core.Deletion;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed partial class InterruptionTests
{
    [Theory, MemberData(nameof(Modes))]
    public Task Appending_receipts_to_the_log(CutMode mode)
    {
        var signed = new SignedCheckpoints();
        return CutEverywhere(mode,
            arrange: async world =>
            {
                await Purge(world, 3);
                await world.Get<AppendReceipts>().Run(Cancel);
                await Purge(world, 2);
                signed.Begin(world);
                return true;
            },
            act: async (world, _) =>
            {
                await world.Get<AppendReceipts>().Run(Cancel);
                await Purge(world, 1);
                await world.Get<AppendReceipts>().Run(Cancel);
            },
            again: async (world, _) =>
            {
                // Whatever was seen in between is what the log goes on from.
                await signed.Note();
                await Purge(world, 2);
            },
            assert: async (world, _) =>
            {
                await signed.Note();
                await signed.ShouldBeOneLog();
                await EachReceiptShouldHaveOneIndex(world);
            });
    }

    private static async Task Purge(World world, int count)
    {
        foreach (var id in await world.Upload(count))
            await world.Get<PurgeFiles>().One(world.Tenant, id, Cancel);
        await world.Drain();
    }

    internal static async Task EachReceiptShouldHaveOneIndex(World world)
    {
        var receipts = await world.Store.QueryEvery(Partitions.Of(world.Tenant), new AllReceipts(), Cancel).ToListAsync(Cancel);
        receipts.Select(receipt => receipt.LogIndex).Order().ShouldBe(Enumerable.Range(0, receipts.Count).Select(index => (long?)index));
    }
}

/// <summary>Checkpoints that a stranger has seen, in their order.</summary>
internal sealed class SignedCheckpoints
{
    private readonly List<Checkpoint> seen = [];
    private World world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Begin(World of)
    {
        world = of;
        seen.Clear();
    }

    public Task Note()
    {
        if (world.Log.Blobs.TryGetValue("checkpoint", out var blob))
            seen.Add(Checkpoint.Parse(SignedNote.Parse(blob.Bytes).Text));
        return Task.CompletedTask;
    }

    /// <summary>Each grew out of the one before.</summary>
    public async Task ShouldBeOneLog()
    {
        foreach (var (old, next) in seen.Zip(seen.Skip(1)))
        {
            var path = await world.Get<ReadLog>().Tree(next.Size).Consistency(old.Size, Cancel);
            TreeHash.Extends(old.Root, old.Size, next.Root, next.Size, path).ShouldBeTrue($"The log forked between {old.Size} and {next.Size}.");
        }
    }
}
