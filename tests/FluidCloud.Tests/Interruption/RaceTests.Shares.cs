using FluidCloud.Core;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Sweeps;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed partial class RaceTests
{
    [Fact, Contract(20, 26)]
    public Task Sharing_against_a_purge() => Interleave(
        arrange: async world => (Files: await Scanned(world, 2), Shares: new List<NewShare>()),
        race: (world, given) =>
        [
            .. Enumerable.Range(0, 4).Select(number => (Func<Task>)(() => Outcome(async () =>
            {
                var share = await world.Share(given.Files[0], days: number % 2 == 0 ? 1 : null);
                given.Shares.Add(share);
            }))),
            () => Outcome(() => world.Get<PurgeFiles>().One(world.Tenant, given.Files[0], Cancel)),
            () => Outcome(async () => given.Shares.Add(await world.Share(given.Files[1]))),
        ],
        assert: async (world, given) =>
        {
            (await Invariants.Files(world)).Select(file => file.FileId).ShouldBe([given.Files[1]]);
            (await Invariants.Shares(world)).Select(share => share.FileId).ShouldBe([given.Files[1]]);
            // Each that was given out died with the file, and was counted.
            var given0 = given.Shares.Where(share => share.Share.FileId == given.Files[0]).ToList();
            foreach (var share in given0)
            {
                (await world.Opens(share)).ShouldBeFalse();
                if (share.Share.IsCached)
                    world.Edge.Purged.ShouldContain(share.Url.AbsolutePath);
            }
            var receipt = await world.Store.Read<ErasureReceipt>(Partitions.Of(world.Tenant), ErasureReceipt.IdOf(given.Files[0]), Cancel);
            receipt!.LinksKilled.ShouldBe(given0.Count);
        });

    [Fact, Contract(20)]
    public Task Revoking_and_expiring_against_a_sweep() => Interleave(
        arrange: async world =>
        {
            var ids = await Scanned(world, 3);
            var shares = new List<NewShare>();
            foreach (var id in ids)
                shares.AddRange([await world.Share(id, days: 1), await world.Share(id)]);
            await world.Trash(ids);
            return shares;
        },
        race: (world, shares) =>
        [
            async () =>
            {
                await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
                await world.Drain();
            },
            .. shares.Take(3).Concat(shares.Take(2)).Select(share =>
                (Func<Task>)(() => Outcome(() => world.Get<RevokeShare>().Run(world.Tenant, share.Share.ShareId, Cancel)))),
            () =>
            {
                world.Clock.Skip(TimeSpan.FromDays(1));
                return world.Get<Core.Maintenance.ResumeOverdueWork>().Run(Cancel);
            },
        ],
        assert: async (world, shares) =>
        {
            (await Invariants.Files(world)).ShouldBeEmpty();
            (await Invariants.Shares(world)).ShouldBeEmpty();
            shares.Where(share => share.Share.IsCached).Select(share => share.Url.AbsolutePath).Except(world.Edge.Purged).ShouldBeEmpty();
        });

    [Fact]
    public async Task The_cap_of_links_holds_against_many_at_once()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            await using var world = await new World().Settle(linksLimit: 3);
            var ids = await Scanned(world, 2);
            var made = 0;
            await new RandomTurns(seed).Run([.. Enumerable.Range(0, 6).Select(number => (Func<Task>)(async () =>
            {
                try
                {
                    await world.Share(ids[number % 2], days: 1);
                    made++;
                }
                catch (FluidCloudException e) when (e.Code == ErrorCode.QuotaExceeded)
                {
                    // Three are allowed.
                }
            }))]);
            made.ShouldBe(3, $"Seed {seed}");
            await Invariants.ShouldHold(world);
        }
    }

    private static async Task<IReadOnlyList<FileId>> Scanned(World world, int count)
    {
        var ids = await world.Upload(count);
        await world.Drain();
        return ids;
    }
}
