using System.Text;
using FluidCloud.Core;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Uploads;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>What a signed URL brings that no quota counts, and what is left of an upload behind its file.</summary>
public sealed class LateBytesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_name_outlives_the_purge_of_its_file()
    {
        await using var world = await new World().Settle();
        var upload = await world.Get<StartUpload>().Run(world.Caller,
            new("secret.txt", 10, world.Space.ToString(), null, "secret/key", null, ["secret tag"]), Cancel);
        world.Put(upload);
        await world.Complete(upload);
        await world.Drain();

        await world.Get<PurgeFiles>().One(world.Tenant, upload.FileId, Cancel);

        var left = await world.Store.Read<Upload>(Partitions.Of(world.Tenant), Upload.IdOf(upload.FileId), Cancel);
        Encoding.UTF8.GetString(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(left, MetadataJson.Options)).ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_that_holds_more_than_it_announced_is_discarded_while_its_URLs_are_good(bool inParts)
    {
        await using var world = await new World().Settle();
        var honest = await world.Start(inParts ? 1000 : 10);
        var ticket = await world.Start(inParts ? 1000 : 1);
        if (inParts)
        {
            world.PutPart(honest, 1, 400);
            world.PutPart(ticket, 99, 5000);
        }
        else
        {
            world.Put(honest);
            world.Put(ticket, 5000);
        }

        await Maintain(world, inParts ? TimeSpan.FromHours(4) : TimeSpan.FromMinutes(10));

        world.Blobs.Blobs.Keys.ShouldBe(inParts ? [] : [honest.Key]);
        world.Parts.Parts.Keys.Select(part => part.Name).Distinct().ShouldBe(inParts ? [honest.Key] : []);
        (await Should.ThrowAsync<FluidCloudException>(() => world.Get<ReadUpload>().Run(world.Tenant, ticket.FileId, Cancel))).Code.ShouldBe(ErrorCode.NotFound);
        (await world.Get<ReadUpload>().Run(world.Tenant, honest.FileId, Cancel)).Status.ShouldBe(UploadStatus.Pending);

        // Sent again while the URL is good: gone again.
        if (inParts)
            world.PutPart(ticket, 99, 5000);
        else
            world.Put(ticket, 5000);
        await Maintain(world, inParts ? TimeSpan.FromHours(4) : TimeSpan.FromMinutes(10));
        world.Blobs.Blobs.Keys.ShouldNotContain(ticket.Key);
        world.Parts.Parts.Keys.ShouldNotContain(part => part.Name == ticket.Key);
    }

    [Fact]
    public async Task A_pending_upload_is_looked_at_a_few_times_and_then_left_alone_until_it_expires()
    {
        await using var world = await new World().Settle();
        var ticket = await world.Start();
        world.Cut.Arm(1000, CutMode.Fails);

        for (var minute = 0; minute < 24 * 60; minute += 5)
            await Maintain(world, TimeSpan.FromMinutes(5));

        world.Cut.Effects.ShouldBeInRange(10, 25);
        (await Should.ThrowAsync<FluidCloudException>(() => world.Get<ReadUpload>().Run(world.Tenant, ticket.FileId, Cancel))).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task A_PUT_that_began_before_its_URL_expired_and_ends_after_it_leaves_nothing()
    {
        await using var world = await new World().Settle();
        var ticket = await world.Start();
        await world.Get<AbortUpload>().Run(world.Tenant, ticket.FileId, Cancel);
        await Maintain(world, Upload.UrlLifetime + TimeSpan.FromMinutes(1));

        world.Put(ticket);
        await Maintain(world, Upload.LongestPut);

        world.Blobs.Blobs.ShouldBeEmpty();
        (await world.Store.Read<Upload>(Partitions.Of(world.Tenant), Upload.IdOf(ticket.FileId), Cancel)).ShouldBeNull();
    }

    private static async Task Maintain(World world, TimeSpan later)
    {
        world.Clock.Skip(later);
        await world.Get<ResumeOverdueWork>().Run(Cancel);
    }
}
