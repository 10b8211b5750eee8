using System.Reflection;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Erasures;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Recovery;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Tombstones;
using FluidCloud.Core.Uploads;
using FluidCloud.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed partial class InterruptionTests
{
    private const string App = "quarry";

    [Theory, MemberData(nameof(Modes))]
    [Contract(13, 14, 15)]
    public Task Erasing_an_app(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var others = await world.Upload(2);
            var key = await world.Get<CreateApiKey>().Run(world.Tenant, new([Scope.FilesRead], App), Cancel);
            var files = new List<FileId>();
            foreach (var number in Enumerable.Range(0, 3))
                files.Add(await UploadFor(world, App));
            await world.Drain();
            await world.Trash([files[0]]);
            await world.Share(files[1]);
            await StartFor(world, App); // Never completed.
            return (others, files, key, Erasure: Id.New<ErasureId>());
        },
        act: async (world, at) =>
        {
            await world.Get<RequestErasure>().Run(at.Erasure, world.Tenant, App, "Ada", Cancel);
            await world.Drain();
        },
        again: (world, at) => RequestUnlessThere(world, at.Erasure, App),
        assert: async (world, at) =>
        {
            (await Invariants.Files(world)).Select(file => file.FileId).ShouldBe(at.others, ignoreOrder: true);
            (await Invariants.Erased(world)).ShouldBe(at.files, ignoreOrder: true);
            var closing = await world.Get<ReadReceipts>().Of(world.Tenant, at.Erasure, Cancel);
            (closing.Subject, closing.App, closing.Files, closing.Size, closing.LinksKilled, closing.Keys).ShouldBe((ReceiptSubject.App, App, 3L, 30L, 1, 1L));
            closing.LogIndex.ShouldNotBeNull();
            await Should.ThrowAsync<FluidCloudException>(() => world.Get<AuthenticateCaller>().Run(at.key.Text, Cancel));
            (await world.Get<RequestErasure>().Find(world.Tenant, Cancel)).ShouldBeNull();
            var usage = await world.Store.Read<Core.Counters.Usage>(Partitions.Of(world.Tenant), Core.Counters.Usage.IdOf(null), Cancel);
            usage!.AppFiles.Keys.ShouldNotContain(App);
        });

    [Theory, MemberData(nameof(Modes))]
    [Contract(12)]
    public Task Erasing_a_tenant(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var files = await world.Upload(3, folder: await world.NewFolder());
            var ticket = await world.Start(); // Never completed, with bytes that no record will name.
            world.Put(ticket);
            await world.Drain();
            await world.Trash([files[0]]);
            await world.Share(files[1], days: 7);
            var key = await world.Get<CreateApiKey>().Run(world.Tenant, new([Scope.FilesRead]), Cancel);
            await world.Get<AuthenticateCaller>().Run(key.Text, Cancel);
            var stranger = await world.Get<CreateTenant>().Run("Another", new(), Cancel);
            return (files, key, stranger, Erasure: Id.New<ErasureId>());
        },
        act: async (world, at) =>
        {
            await world.Get<RequestErasure>().Run(at.Erasure, world.Tenant, app: null, "Ada", Cancel);
            world.Clock.Skip(TimeSpan.FromHours(24));
            await WorkOff(world);
        },
        again: async (world, at) =>
        {
            await RequestUnlessThere(world, at.Erasure, app: null);
            world.Clock.Skip(TimeSpan.FromHours(24));
            await WorkOff(world);
        },
        assert: async (world, at) =>
        {
            // CutEverywhere's own clock may end before the last signed URL does.
            await WorkOff(world);
            Kinds(world).ShouldBe(["receipt"]);
            world.Blobs.Blobs.Keys.Where(name => name.StartsWith(world.Tenant.ToString(), StringComparison.Ordinal)).ShouldBeEmpty();
            (await world.Store.Read<ApiKey>(Partitions.OfApiKey(at.key.Id), ApiKey.OnlyId, Cancel)).ShouldBeNull();
            (await world.Get<ListTenants>().Run(Cancel).ToListAsync(Cancel)).Select(tenant => tenant.TenantId).ShouldBe([at.stranger.TenantId]);
            var closing = await world.Get<ReadReceipts>().Of(world.Tenant, at.Erasure, Cancel);
            (closing.Subject, closing.App, closing.Files, closing.Size, closing.LinksKilled, closing.Keys).ShouldBe((ReceiptSubject.Tenant, null, 3L, 33L, 1, 1L));
            foreach (var file in at.files)
                (await world.Get<ReadReceipts>().Of(world.Tenant, file, Cancel)).Cause.ShouldBe(PurgeCause.Tenant);
        });

    [Theory, MemberData(nameof(Modes))]
    public Task Cancelling_the_erasure_of_a_tenant(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var files = await world.Upload(2);
            await world.Drain();
            var erasure = Id.New<ErasureId>();
            await world.Get<RequestErasure>().Run(erasure, world.Tenant, app: null, "Ada", Cancel);
            return (files, erasure);
        },
        act: (world, at) => world.Get<RequestErasure>().Cancel(world.Tenant, at.erasure, Cancel),
        again: async (world, at) =>
        {
            if (await world.Get<RequestErasure>().Find(world.Tenant, Cancel) is not null)
                await world.Get<RequestErasure>().Cancel(world.Tenant, at.erasure, Cancel);
        },
        assert: async (world, at) =>
        {
            world.Clock.Skip(TimeSpan.FromHours(25));
            await WorkOff(world);
            (await Invariants.Files(world)).Select(file => file.FileId).ShouldBe(at.files, ignoreOrder: true);
        });

    [Fact]
    public async Task A_tenant_that_a_restore_of_the_metadata_brings_back_is_erased_again()
    {
        await using var world = await new World().Settle();
        await world.Upload(3);
        await world.Drain();
        await WorkOff(world); // Until no signed URL works any more.
        await world.Get<AdvanceMark>().Run(Cancel);
        var backup = world.BackUp();
        await world.Get<RequestErasure>().Run(Id.New<ErasureId>(), world.Tenant, app: null, "Ada", Cancel);
        world.Clock.Skip(TimeSpan.FromHours(24));
        await WorkOff(world);
        await world.Get<AppendReceipts>().Run(Cancel);
        await world.Get<AdvanceMark>().Run(Cancel);
        Kinds(world).ShouldBe(["receipt"]);

        await using var restored = world.Restored(backup);
        Kinds(restored).ShouldContain("tenant");
        (await restored.Get<ReplayErasures>().Run(since: null, Cancel)).ErasedTenants.ShouldBe([world.Tenant]);
        await WorkOff(restored);

        Kinds(restored).ShouldBe(["receipt"]);
        File.Delete(backup);
    }

    /// <summary>A type of document that is new must say here what becomes of it when its tenant is erased.</summary>
    [Fact]
    public void Every_kind_of_record_has_its_place_in_the_erasure_of_a_tenant()
    {
        string[] purged = ["file", "share", "upload", "edge_purge", "revocation", "tenant", "directory_entry", "erasure_request"];
        string[] deleted = ["api_key", "folder", "sweep", "preview_attempt", "space", "default_space_made", "monthly_calls", "usage_history", "usage", "rescan"];
        string[] stays = ["receipt", "owner_log_entry", "store_mark", "rate"]; // A rate ends by itself, after two minutes.

        typeof(CoreServices).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(Document)) && !type.IsAbstract)
            .Select(type => (string)type.GetProperty(nameof(IDocumentType.Type), BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!)
            .ShouldBe([.. purged, .. deleted, .. stays], ignoreOrder: true);
    }

    private static async Task RequestUnlessThere(World world, ErasureId erasure, string? app)
    {
        var isDone = (await world.Store.Read<ErasureReceipt>(Partitions.Of(world.Tenant), erasure.ToString(), Cancel)) is not null;
        if (!isDone && await world.Get<RequestErasure>().Find(world.Tenant, Cancel) is null)
            await world.Get<RequestErasure>().Run(erasure, world.Tenant, app, "Ada", Cancel);
    }

    /// <summary>Six hours of maintenance: longer than a signed URL works.</summary>
    private static async Task WorkOff(World world)
    {
        for (var round = 0; round < 12 && !world.Cut.Dead; round++)
        {
            await world.Drain();
            world.Clock.Skip(TimeSpan.FromMinutes(30));
            await world.Get<Core.Maintenance.ResumeOverdueWork>().Run(Cancel);
        }
        await world.Drain();
    }

    private static async Task<UploadTicket> StartFor(World world, string app) =>
        await world.Get<StartUpload>().Run(world.Caller with { App = app }, new("file.bin", 10, world.Space.ToString(), null, null, null), Cancel);

    private static async Task<FileId> UploadFor(World world, string app)
    {
        var ticket = await StartFor(world, app);
        world.Put(ticket);
        return (await world.Complete(ticket)).FileId;
    }

    private static List<string> Kinds(World world)
    {
        using var connection = new SqliteConnection($"Data Source={world.MetadataPath};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT DISTINCT type FROM documents WHERE partition = $partition OR partition LIKE 'key:%' ORDER BY type";
        command.Parameters.AddWithValue("$partition", world.Tenant.ToString());
        using var rows = command.ExecuteReader();
        var kinds = new List<string>();
        while (rows.Read())
            kinds.Add(rows.GetString(0));
        return kinds;
    }
}
