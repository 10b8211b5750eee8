using System.Text;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Audits;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Recovery;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Trash;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>Metadata restored from a backup, beside the bytes, the log and the journal of what happened since.</summary>
public sealed class ReplayErasuresTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A deployment that has gone on since its backup, and what it had then.</summary>
    private sealed record Past(
        World World, string Backup, FileId Erased, FileId Swept, FileId Kept, FileId Uploaded, NewShare Revoked, NewShare Live, NewApiKey Key,
        IReadOnlyList<ErasureReceipt> Receipts) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await World.DisposeAsync();
            File.Delete(Backup);
        }
    }

    [Fact]
    public async Task What_was_erased_and_revoked_since_the_backup_is_again()
    {
        await using var past = await Happen();
        await using var world = past.World.Restored(past.Backup);
        await Should.ThrowAsync<StoreBusyException>(() => world.Get<DetectRestore>().ExpectCurrent());

        var report = await world.Get<ReplayErasures>().Run(since: null, Cancel);

        (report.Erased, report.Receipts, report.Revoked).ShouldBe((2, 2, 2));
        var found = report.Findings.ShouldHaveSingleItem().Value;
        found.UnknownFiles.ShouldBe([past.Uploaded]);
        (found.RecordsWithoutBytes, found.FalseReceipts, found.Drift, found.OrphanBlobs).ShouldBe((0, 0, 0, 0));
        await ShouldBeReplayed(world, past);
    }

    [Fact]
    public async Task A_second_replay_changes_nothing()
    {
        await using var past = await Happen();
        await using var world = past.World.Restored(past.Backup);
        await world.Get<ReplayErasures>().Run(since: null, Cancel);
        var mark = await world.Get<StoreMarks>().Read(Cancel);

        var report = await world.Get<ReplayErasures>().Run(past.World.Clock.GetUtcNow() - TimeSpan.FromDays(1), Cancel);

        (report.Erased, report.Receipts, report.Revoked).ShouldBe((0, 0, 0));
        (await world.Get<StoreMarks>().Read(Cancel)).ShouldBe(mark);
    }

    public static TheoryData<CutMode> Modes => [.. Enum.GetValues<CutMode>()];

    [Theory, MemberData(nameof(Modes))]
    public async Task A_replay_that_is_cut_anywhere_is_run_again(CutMode mode)
    {
        await using var past = await Happen();
        for (var k = 1; ; k++)
        {
            await using var world = past.World.Restored(past.Backup);
            var journal = past.World.Journal.Blobs.ToDictionary();
            world.Cut.Arm(k, mode);
            try
            {
                await world.Get<ReplayErasures>().Run(since: null, Cancel);
            }
            catch (Exception) when (world.Cut.Reached)
            {
                // What remains decides.
            }
            var reached = world.Cut.Reached;
            world.Cut.Restart();
            await world.Get<ReplayErasures>().Run(since: null, Cancel);

            await ShouldBeReplayed(world, past);
            await Maintain(world);
            await ShouldBeReplayed(world, past);
            past.World.Journal.Blobs.Clear();
            foreach (var (name, bytes) in journal)
                past.World.Journal.Blobs[name] = bytes;
            if (!reached)
            {
                k.ShouldBeGreaterThan(8, "The replay has fewer effects than it has work to do.");
                return;
            }
        }
    }

    [Fact]
    public async Task An_empty_store_beside_older_bytes_is_adopted_and_a_restored_one_is_not()
    {
        await using var past = await Happen();
        await using var emptied = new World();
        var nothing = emptied.BackUp();
        await using var empty = past.World.Restored(nothing);
        File.Delete(nothing);
        await using var restored = past.World.Restored(past.Backup);
        await Should.ThrowAsync<StoreBusyException>(() => empty.Get<DetectRestore>().ExpectCurrent());

        await restored.Get<AdoptEmptyStore>().Run(Cancel);
        await Should.ThrowAsync<StoreBusyException>(() => restored.Get<DetectRestore>().ExpectCurrent());
        await empty.Get<AdoptEmptyStore>().Run(Cancel);
        await empty.Get<DetectRestore>().ExpectCurrent();
    }

    [Fact]
    public async Task Maintenance_does_not_hide_a_restore()
    {
        await using var past = await Happen();
        await using var world = past.World.Restored(past.Backup);

        world.Clock.Skip(TimeSpan.FromHours(1));
        await world.Get<AdvanceMark>().Run(Cancel);

        await Should.ThrowAsync<StoreBusyException>(() => world.Get<DetectRestore>().ExpectCurrent());
    }

    [Fact]
    public async Task Metadata_that_were_not_restored_are_current_whatever_was_cut()
    {
        await using var world = await new World().Settle();
        foreach (var mode in Enum.GetValues<CutMode>())
        {
            for (var k = 1; k <= 2; k++)
            {
                world.Clock.Skip(TimeSpan.FromMinutes(11));
                world.Cut.Arm(k, mode);
                await Record.ExceptionAsync(() => world.Get<AdvanceMark>().Run(Cancel));
                world.Cut.Restart();
                await world.Get<DetectRestore>().ExpectCurrent();
            }
        }
        world.Clock.Skip(TimeSpan.FromMinutes(11));
        await world.Get<AdvanceMark>().Run(Cancel);
        (await world.Get<StoreMarks>().ReadNumber(Cancel)).ShouldBe((await world.Get<StoreMarks>().Read(Cancel)).Number);
    }

    [Fact]
    public async Task An_upload_that_the_restore_has_lost_is_kept_until_a_person_decides()
    {
        await using var past = await Happen();
        await using var world = past.World.Restored(past.Backup);
        await world.Get<ReplayErasures>().Run(since: null, Cancel);
        world.Clock.Skip(AuditTenant.SafetyAge + TimeSpan.FromDays(1));
        var name = $"{world.Tenant}/{past.Uploaded}";

        (await world.Get<AuditTenant>().Run(new AuditTenantJob(world.Tenant), Cancel)).UnknownFiles.ShouldBe([past.Uploaded]);
        past.World.Blobs.Blobs.ShouldContainKey(name);
        (await world.Get<ReplayErasures>().EraseUnknown(Cancel)).ShouldBeTrue();
        (await world.Get<AuditTenant>().Run(new AuditTenantJob(world.Tenant), Cancel)).OrphanBlobs.ShouldBe(1);
        past.World.Blobs.Blobs.ShouldNotContainKey(name);
        (await world.Get<ReplayErasures>().EraseUnknown(Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_retention_of_Trash_begins_anew_after_a_restore()
    {
        await using var past = await Happen();
        await using var world = past.World.Restored(past.Backup);
        await world.Get<SetTrashRetention>().Run(world.Tenant, 10, Cancel);
        await world.Get<TrashFiles>().One(world.Tenant, past.Kept, Cancel);
        world.Clock.Skip(TimeSpan.FromDays(9));
        await world.Get<ReplayErasures>().Run(since: null, Cancel);

        world.Clock.Skip(TimeSpan.FromDays(2));
        await world.Get<IEnumerable<ITenantVisit>>().OfType<EnforceRetention>().Single().Run(world.Tenant, Cancel);
        await world.Drain();
        (await Find(world, past.Kept)).ShouldNotBeNull();

        world.Clock.Skip(TimeSpan.FromDays(9));
        await world.Get<IEnumerable<ITenantVisit>>().OfType<EnforceRetention>().Single().Run(world.Tenant, Cancel);
        await world.Drain();
        (await Find(world, past.Kept)).ShouldBeNull();
    }

    /// <summary>Two files are erased after the backup, a key and a link revoked, and a file uploaded.</summary>
    private static async Task<Past> Happen()
    {
        var world = await new World().Settle();
        var files = await world.Upload(3);
        await world.Drain();
        var (live, revoked) = (await world.Share(files[2]), await world.Share(files[2]));
        await world.Share(files[0]);
        var key = await world.Get<CreateApiKey>().Run(world.Tenant, new(Scope.All), Cancel);
        await world.Get<TrashFiles>().One(world.Tenant, files[1], Cancel);
        await Maintain(world);
        var backup = world.BackUp();

        await world.Get<PurgeFiles>().One(world.Tenant, files[0], Cancel);
        await world.Get<StartSweep>().Run(Sweep.New(world.Tenant, space: null, Core.Tombstones.PurgeCause.Sweep, world.Clock.GetUtcNow(), world.Clock.GetUtcNow()), Cancel);
        await world.Drain();
        await world.Get<RevokeShare>().Run(world.Caller.Reach, revoked.Share.ShareId, Cancel);
        await world.Get<RevokeApiKey>().Run(key.Id, Cancel);
        var uploaded = (await world.Upload(1)).Single();
        world.Blobs.Created[$"{world.Tenant}/{uploaded}"] = world.Clock.GetUtcNow();
        await Maintain(world);

        var receipts = await world.Store.Query(Partitions.Of(world.Tenant), new ReceiptsById([.. files.Select(file => file.ToString())]), Cancel);
        receipts.Items.Count.ShouldBe(2);
        return new(world, backup, files[0], files[1], files[2], uploaded, revoked, live, key, receipts.Items);
    }

    private static async Task Maintain(World world)
    {
        await world.Resume();
        await world.Get<AdvanceMark>().Run(Cancel);
    }

    private static async Task ShouldBeReplayed(World world, Past past)
    {
        await world.Get<DetectRestore>().ExpectCurrent();
        (await Find(world, past.Erased)).ShouldBeNull();
        (await Find(world, past.Swept)).ShouldBeNull();
        (await Find(world, past.Kept)).ShouldNotBeNull();
        var receipts = await world.Store.Query(Partitions.Of(world.Tenant), new ReceiptsById([.. past.Receipts.Select(receipt => receipt.Id)]), Cancel);
        receipts.Items.Select(receipt => receipt with { ETag = "" }).ShouldBe(past.Receipts.Select(receipt => receipt with { ETag = "" }), ignoreOrder: true);
        foreach (var receipt in past.Receipts)
        {
            var proof = await world.Get<ProveErasure>().Run(world.Caller.Reach, receipt.FileId, Cancel);
            VerifyProof.Run(Encoding.UTF8.GetBytes(proof.ToString()), TestLog.Policy).Receipt.ShouldBe(receipt.ToText());
        }
        (await world.Opens(past.Revoked)).ShouldBeFalse();
        (await world.Opens(past.Live)).ShouldBeTrue();
        await Should.ThrowAsync<FluidCloudException>(() => world.Get<AuthenticateCaller>().Run(past.Key.Text, Cancel));
        past.World.Blobs.Blobs.ShouldContainKey($"{world.Tenant}/{past.Uploaded}");
    }

    private static Task<FileItem?> Find(World world, FileId file) => world.Store.Read<FileItem>(Partitions.Of(world.Tenant), file.ToString(), Cancel);
}
