using FluidCloud.Core;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Sweeps;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed partial class InterruptionTests
{
    [Theory, MemberData(nameof(Modes))]
    public Task Sharing(CutMode mode) => CutEverywhere(mode,
        arrange: async world => (File: await Clean(world), Shares: new List<NewShare>()),
        act: async (world, given) =>
        {
            given.Shares.Add(await world.Share(given.File));
            given.Shares.Add(await world.Share(given.File, days: 1));
        },
        again: (_, _) => Task.CompletedTask,
        assert: async (world, given) =>
        {
            foreach (var share in given.Shares)
                (await world.Opens(share)).ShouldBeTrue();
            (await Invariants.Shares(world)).Count.ShouldBeGreaterThanOrEqualTo(given.Shares.Count);
        });

    [Theory, MemberData(nameof(Modes)), Contract(21)]
    public Task Revoking(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var file = await Clean(world);
            return new[] { await world.Share(file), await world.Share(file, days: 1), await world.Share(file) };
        },
        act: async (world, shares) =>
        {
            await world.Get<RevokeShare>().Run(world.Tenant, shares[0].Share.ShareId, Cancel);
            await world.Get<RevokeShare>().Run(world.Tenant, shares[1].Share.ShareId, Cancel);
        },
        // Nobody asks again: what was begun ends by itself, the rest is untouched.
        again: (_, _) => Task.CompletedTask,
        assert: async (world, shares) =>
        {
            var left = (await Invariants.Shares(world)).Select(share => share.ShareId).ToList();
            foreach (var share in shares)
                (await world.Opens(share)).ShouldBe(left.Contains(share.Share.ShareId));
            left.ShouldContain(shares[2].Share.ShareId);
            foreach (var share in shares.Where(share => share.Share.IsCached && !left.Contains(share.Share.ShareId)))
                world.Edge.Purged.ShouldContain(share.Url.AbsolutePath);
        });

    [Theory, MemberData(nameof(Modes)), Contract(28)]
    public Task Expiring(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var share = await world.Share(await Clean(world), days: 1);
            world.Clock.Skip(TimeSpan.FromDays(1));
            return share;
        },
        act: (world, _) => world.Get<Core.Maintenance.ResumeOverdueWork>().Run(Cancel),
        again: (_, _) => Task.CompletedTask,
        assert: async (world, share) =>
        {
            (await world.Opens(share)).ShouldBeFalse();
            (await Invariants.Shares(world)).ShouldBeEmpty();
        });

    [Theory, MemberData(nameof(Modes)), Contract(20, 21, 26)]
    public Task Purging_a_shared_file(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var file = await Clean(world);
            var shares = new List<NewShare>();
            for (var count = 0; count < 110; count++) // More than one commit holds.
                shares.Add(await world.Share(file, days: count % 10 == 0 ? 1 : null));
            return (file, shares);
        },
        act: (world, given) => world.Get<PurgeFiles>().One(world.Tenant, given.file, Cancel),
        again: (world, given) => PurgeUnlessGone(world, given.file),
        assert: async (world, given) =>
        {
            (await Invariants.Files(world)).ShouldBeEmpty();
            (await Invariants.Shares(world)).ShouldBeEmpty();
            (await Receipt(world, given.file)).LinksKilled.ShouldBe(110);
            if (!world.Edge.Purged.Contains(LinkTokens.AllPaths))
                given.shares.Where(share => share.Share.IsCached).Select(share => share.Url.AbsolutePath).Except(world.Edge.Purged).ShouldBeEmpty();
            (await world.Opens(given.shares[0])).ShouldBeFalse();
        });

    [Theory, MemberData(nameof(Modes)), Contract(41, 50)]
    public Task Emptying_a_Trash_of_shared_files(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var ids = await world.Upload(4);
            await world.Drain();
            var revoked = await world.Share(ids[0]);
            foreach (var id in ids.Take(2).Append(ids[1]))
                await world.Share(id, days: 1);
            await world.Get<RevokeShare>().Run(world.Tenant, revoked.Share.ShareId, Cancel);
            await world.Trash(ids);
            return ids;
        },
        act: async (world, _) =>
        {
            await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
            await world.Drain();
        },
        again: (world, _) => world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel),
        assert: async (world, ids) =>
        {
            (await Invariants.Files(world)).ShouldBeEmpty();
            var killed = await Task.WhenAll(ids.Select(async id => (await Receipt(world, id)).LinksKilled));
            killed.ShouldBe([1, 2, 0, 0]);
        });

    private static async Task<FileId> Clean(World world)
    {
        var ids = await world.Upload(1);
        await world.Drain();
        return ids[0];
    }

    private static async Task<ErasureReceipt> Receipt(World world, FileId file) =>
        (await world.Store.Read<ErasureReceipt>(Partitions.Of(world.Tenant), ErasureReceipt.IdOf(file), Cancel))!;
}
