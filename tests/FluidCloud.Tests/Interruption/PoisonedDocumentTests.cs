using FluidCloud.Core;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Trash;
using FluidCloud.Core.Uploads;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>Maintenance meets documents of one tenant that fail each time, and those of another are due after them.</summary>
public sealed class PoisonedDocumentTests
{
    private static readonly string[] Kinds = ["file", "folder", "link", "sweep", "upload"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_tenants_documents_that_always_fail_keep_nobody_elses_work_from_being_resumed(bool busy)
    {
        await using var world = new World();
        var poisoned = await LeaveOverdueWork(world);
        var other = await LeaveOverdueWork(world);
        world.Clock.Skip(TimeSpan.FromDays(3));
        (await Due(world)).ShouldBe(Every(poisoned).Concat(Every(other)), ignoreOrder: true);
        var tried = 0;
        world.Cut.Poison = effect => Fails(effect, poisoned, busy, ref tried);

        await world.Get<ResumeOverdueWork>().Run(Cancel);

        (await Due(world)).ShouldBe(Every(poisoned), ignoreOrder: true);
        if (busy)
            tried.ShouldBe(1); // The rest of that tenant's is left in peace.
        world.Cut.Poison = _ => null;
        await world.Get<ResumeOverdueWork>().Run(Cancel);
        (await Due(world)).ShouldBeEmpty();
        await world.Drain();
        world.Queue.Poison.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_is_busy_for_everybody_ends_the_run()
    {
        await using var world = new World();
        for (var tenant = 0; tenant < 5; tenant++)
            await LeaveOverdueWork(world);
        world.Clock.Skip(TimeSpan.FromDays(3));
        var tried = 0;
        world.Cut.Poison = effect => Fails(effect, "", busy: true, ref tried);

        await Should.ThrowAsync<StoreBusyException>(() => world.Get<ResumeOverdueWork>().Run(Cancel));

        tried.ShouldBe(3);
    }

    private static Exception? Fails(string effect, string tenant, bool busy, ref int tried)
    {
        if (!effect.StartsWith($"commit in {tenant}", StringComparison.Ordinal))
            return null;
        tried++;
        return busy ? new StoreBusyException("metadata store", TimeSpan.FromSeconds(1)) : new IOException("The document is poisoned.");
    }

    /// <summary>A new tenant with a file, a folder, a link, an upload and a sweep whose messages were lost.</summary>
    private static async Task<string> LeaveOverdueWork(World world)
    {
        await world.Settle();
        var folder = await world.NewFolder();
        await world.Upload(1, folder: folder);
        var ids = await world.Upload(3);
        await world.Drain();
        await world.Share(ids[0], days: 1);
        await world.Get<PurgeFiles>().One(world.Tenant, ids[1], Cancel);
        await world.Get<TrashFolder>().Run(world.Tenant, folder, Cancel);
        await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
        await world.Queue.Drain(job => job is PurgeBatchJob ? Task.CompletedTask : world.Work(job), hasEnded: () => false);
        await world.Start();
        await world.Upload(1);
        await world.Queue.Drain(_ => Task.CompletedTask, hasEnded: () => false);
        return world.Tenant.ToString();
    }

    private static IEnumerable<string> Every(string tenant) =>
        from kind in Kinds select $"{kind} of {tenant}";

    /// <summary>The kinds of documents that are due, and whose.</summary>
    private static async Task<IReadOnlyList<string>> Due(World world)
    {
        var now = world.Clock.GetUtcNow();
        return
        [
            .. (await Of("file", new FilesDue(now, 1000), file => file.TenantId)),
            .. (await Of("folder", new FoldersDue(now, 1000), folder => folder.TenantId)),
            .. (await Of("link", new SharesDue(now, 1000), link => link.TenantId)),
            .. (await Of("sweep", new SweepsDue(now, 1000), sweep => sweep.TenantId)),
            .. (await Of("upload", new UploadsDue(now, 1000), upload => upload.TenantId)),
        ];

        async Task<IEnumerable<string>> Of<T>(string kind, Query<T> due, Func<T, TenantId> tenant) where T : Document, IDocumentType =>
            (await world.Store.Query(null, due, Cancel)).Items.Select(document => $"{kind} of {tenant(document)}").Distinct();
    }
}
