using FluidCloud.Core;
using FluidCloud.Core.Counters;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Previews;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Uploads;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>All receipts of a tenant, by file.</summary>
internal sealed record AllReceipts() : Query<ErasureReceipt>(Limit: 1000)
{
    public override QueryShape Shape => QueryShape.All;
}

/// <summary>What holds at rest, whatever happened before (design: "Deletion").</summary>
internal static class Invariants
{
    private sealed record AllFiles() : Query<FileItem>(Limit: 1000)
    {
        public override QueryShape Shape => QueryShape.All;
    }

    private sealed record AllUploads() : Query<Upload>(Limit: 1000)
    {
        public override QueryShape Shape => QueryShape.All;
    }

    private sealed record AllPreviewAttempts() : Query<PreviewAttempt>(Limit: 1000)
    {
        public override QueryShape Shape => QueryShape.All;
    }

    private sealed record AllShares() : Query<Share>(Limit: 1000)
    {
        public override QueryShape Shape => QueryShape.All;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<IReadOnlyList<FileItem>> Files(World world) =>
        (await world.Store.Query(Partitions.Of(world.Tenant), new AllFiles(), Cancel)).Items;

    public static async Task<IReadOnlyList<Share>> Shares(World world) =>
        (await world.Store.Query(Partitions.Of(world.Tenant), new AllShares(), Cancel)).Items;

    /// <summary>The files of which a receipt says that they were erased.</summary>
    public static async Task<IReadOnlyList<FileId>> Erased(World world) =>
        [.. (await world.Store.Query(Partitions.Of(world.Tenant), new AllReceipts(), Cancel)).Items
            .Where(receipt => receipt.Subject == ReceiptSubject.File).Select(receipt => receipt.FileId)];

    public static async Task ShouldHold(World world)
    {
        var partition = Partitions.Of(world.Tenant);
        var files = await Files(world);
        var uploads = (await world.Store.Query(partition, new AllUploads(), Cancel)).Items;

        // No record without bytes, no bytes without a record.
        world.Blobs.Blobs.Keys.Order().ShouldBe(
            files.Select(file => $"{file.TenantId}/{file.Id}")
                .Concat(uploads.Select(upload => $"{upload.TenantId}/{upload.FileId}").Where(world.Blobs.Blobs.ContainsKey)).Distinct().Order());
        // No parts but of an upload that may still be completed.
        world.Parts.Parts.Keys.Select(part => part.Name).Except(
            uploads.Where(upload => upload.State == UploadState.Pending).Select(upload => upload.Blob.ToString())).ShouldBeEmpty();
        files.ShouldAllBe(file => file.Status != FileStatus.Purging, "A tombstone is left.");
        // What a caller named a file is not kept beside its record.
        uploads.Where(upload => upload.State == UploadState.Ended).ShouldAllBe(
            upload => upload.Name == "" && upload.ClientKey == null && upload.Tags.Count == 0 && upload.SourceUrl == null);

        // Of copies, those that a record names, and no conversion is left behind.
        world.Previews.Copies.Keys.Select(copy => copy.ToString()).Order().ShouldBe(
            from file in files
            where file.Preview is { State: PreviewState.Ready }
            let name = $"{file.TenantId}/{file.Id}/{file.Preview!.Attempt}"
            orderby name
            select name);
        files.ShouldAllBe(file => file.Preview == null || file.Preview.State != PreviewState.Converting);
        (await world.Store.Query(partition, new AllPreviewAttempts(), Cancel)).Items.ShouldBeEmpty();

        // The counters equal the sum of the records. They go with the tenant.
        if (await world.Store.Read<Usage>(partition, Usage.IdOf(null), Cancel) is { } tenant)
        {
            (await StoredState.OfAsync(world.Store, world.Tenant, [.. world.Blobs.Blobs.Keys])).ShouldBeExact();
            tenant.AppBytes.Where(app => app.Value != 0).OrderBy(app => app.Key).ShouldBe(
                files.GroupBy(file => file.SourceApp).OrderBy(app => app.Key).Select(app => KeyValuePair.Create(app.Key, app.Sum(file => file.Size))));
        }

        // No link of a file that is gone is left behind, and the edge was purged of all that it may have cached.
        (await Shares(world)).Select(share => share.FileId).Except(files.Select(file => file.FileId)).ShouldBeEmpty();
        (await world.Store.Query(null, new EdgePurgesDue(DateTimeOffset.MaxValue, 100), Cancel)).Items.ShouldBeEmpty();

        // No sweep is left behind.
        var sweeps = (await world.Store.Query(partition, new SweepsOfTenant(100), Cancel)).Items;
        sweeps.ShouldAllBe(sweep => sweep.State == SweepState.Done && sweep.FinishedAt != null && sweep.DueAt == null);
        sweeps.ShouldAllBe(sweep => sweep.FilesFailed == 0 && sweep.BytesFailed == 0);
        world.Queue.Poison.ShouldBeEmpty();

        // Every receipt is in the log, once, and says the truth.
        var erased = await Erased(world);
        erased.Intersect(files.Select(file => file.FileId)).ShouldBeEmpty();
        var check = await world.Get<CheckReceipts>().Run(world.Tenant, Cancel);
        check.False.ShouldBeEmpty();
        var receipts = (await world.Store.Query(partition, new AllReceipts(), Cancel)).Items.Count;
        (check.Good, check.Waiting).ShouldBe((receipts, 0));
        (await world.Get<ReadLog>().Size(Cancel)).ShouldBe(receipts);
    }
}
