using FluidCloud.Core.Audits;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Previews;
using FluidCloud.Core.Receipts;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed class AuditTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tenant_in_order_gives_nothing_to_report()
    {
        await using var world = await Aged();

        (await Audit(world)).ShouldBe(new AuditFindings());
    }

    [Fact]
    public async Task A_blob_that_no_document_knows_is_erased_once_it_is_old()
    {
        await using var world = await Aged();
        var known = world.Blobs.Blobs.Keys.ToList();
        var (old, young) = (Guid.NewGuid(), Guid.NewGuid());
        world.Blobs.Blobs[$"{world.Tenant}/{old}"] = [1];
        world.Blobs.Blobs[$"{world.Tenant}/{young}"] = [1];
        world.Blobs.Created[$"{world.Tenant}/{young}"] = world.Clock.GetUtcNow();
        world.Blobs.Blobs[$"{Guid.NewGuid()}/{old}"] = [1]; // Another tenant's.

        (await Audit(world)).OrphanBlobs.ShouldBe(1);

        world.Blobs.Blobs.Keys.ShouldNotContain($"{world.Tenant}/{old}");
        world.Blobs.Blobs.Keys.ShouldContain($"{world.Tenant}/{young}");
        world.Blobs.Blobs.Count.ShouldBe(known.Count + 2);
    }

    [Fact]
    public async Task A_converted_copy_that_no_record_names_is_erased_once_it_is_old()
    {
        await using var world = await Aged();
        var image = await world.UploadImage();
        await world.Get<ShowPreview>().Run(world.Tenant, image, Cancel);
        var named = world.Previews.Copies.Keys.Single();
        PreviewName superseded = named with { Attempt = Guid.NewGuid() }, young = named with { Attempt = Guid.NewGuid() };
        var ofNoFile = named with { File = new(Guid.NewGuid()) };
        world.Previews.Copies[superseded] = world.Previews.Copies[ofNoFile] = default;
        world.Previews.Copies[young] = world.Clock.GetUtcNow();

        (await Audit(world)).OrphanBlobs.ShouldBe(2);

        world.Previews.Copies.Keys.ShouldBe([named, young], ignoreOrder: true);
    }

    [Fact]
    public async Task The_bytes_of_an_upload_are_no_orphan()
    {
        await using var world = await Aged();
        var ticket = await world.Start();
        world.Put(ticket);

        (await Audit(world)).OrphanBlobs.ShouldBe(0);
    }

    [Fact]
    public async Task Parts_that_no_upload_knows_are_erased_once_they_are_old()
    {
        await using var world = await Aged();
        await world.Get<ResumeOverdueWork>().Run(Cancel); // No upload is left.
        var (old, young, ofFile) = (NameOf(Guid.NewGuid()), NameOf(Guid.NewGuid()), NameOf((await Invariants.Files(world))[0].FileId.Value));
        var upload = (await world.Start(1000)).Key;
        var elsewhere = $"{Guid.NewGuid()}/{Guid.NewGuid()}"; // Another tenant's.
        foreach (var name in new[] { old, young, ofFile, upload, elsewhere })
            world.Parts.Put(name, 1, [1]);
        world.Parts.Put(old, 2, [1]);
        world.Parts.Sent[young] = world.Clock.GetUtcNow();

        (await Audit(world)).OrphanBlobs.ShouldBe(2);

        world.Parts.Parts.Keys.Select(part => part.Name).ShouldBe([young, upload, elsewhere], ignoreOrder: true);

        string NameOf(Guid id) => $"{world.Tenant}/{id}";
    }

    [Fact]
    public async Task A_record_without_bytes_is_reported_and_kept()
    {
        await using var world = await Aged();
        var files = await Invariants.Files(world);
        world.Blobs.Blobs.TryRemove($"{world.Tenant}/{files[1].Id}", out _).ShouldBeTrue();

        (await Audit(world)).RecordsWithoutBytes.ShouldBe(1);

        (await Invariants.Files(world)).Count.ShouldBe(files.Count);
    }

    [Fact]
    public async Task A_counter_that_is_off_is_reported_and_left_alone()
    {
        await using var world = await Aged();
        var partition = Partitions.Of(world.Tenant);
        await world.Store.Commit(partition,
            [new PatchChange(Usage.IdOf(null)) { Increments = new Dictionary<string, long> { ["bytes_used"] = 7, ["trash_files"] = -1, ["links_used"] = 2 } }], Cancel);

        (await Audit(world)).Drift.ShouldBe(10);

        (await Audit(world)).Drift.ShouldBe(10);
    }

    [Fact]
    public async Task A_part_is_audited_by_itself_and_sends_the_next()
    {
        await using var world = await Aged();
        var usage = await world.Store.Read<Usage>(Partitions.Of(world.Tenant), Usage.IdOf(null), Cancel);
        AuditTenantJob? job = new(world.Tenant, "00", new(usage!.ETag));
        var parts = 0;
        AuditFindings findings = new();
        for (; job is not null; parts++)
        {
            findings = await world.Get<AuditTenant>().Run(job, Cancel);
            job = null;
            await world.Queue.Drain(next => Task.FromResult(job = (AuditTenantJob)next), hasEnded: () => false);
        }
        parts.ShouldBe(256);
        findings.ShouldBe(new AuditFindings()); // With the sums of all parts.
    }

    [Fact]
    public async Task A_receipt_that_was_changed_in_the_store_is_found()
    {
        await using var world = await Aged();
        var file = (await Invariants.Files(world))[0].FileId;
        await world.Get<PurgeFiles>().One(world.Tenant, file, Cancel);
        await world.Get<AppendReceipts>().Run(Cancel);
        (await Audit(world)).FalseReceipts.ShouldBe(0);
        var receipt = await world.Get<ReadReceipts>().Of(world.Tenant, file, Cancel);
        await world.Store.Commit(Partitions.Of(world.Tenant), [Change.Replace(receipt with { ErasedAt = receipt.ErasedAt.AddDays(-1) })], Cancel);

        (await Audit(world)).FalseReceipts.ShouldBe(1);
    }

    /// <summary>A few files, live and in Trash, older than the safety age.</summary>
    private static async Task<World> Aged()
    {
        var world = await new World().Settle();
        var ids = await world.Upload(6);
        await world.Drain();
        await world.Trash(ids.Take(2));
        await world.Share(ids[3]);
        await world.Share(ids[3], days: 300);
        world.Clock.Skip(AuditTenant.SafetyAge + TimeSpan.FromHours(1));
        return world;
    }

    private static Task<AuditFindings> Audit(World world) => world.Get<AuditTenant>().Run(new(world.Tenant), Cancel);
}
