using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FluidCloud.Adapters.Azure;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>What an operator is to be woken by, counted: work that was overdue, an edge that fails, and what audits find.</summary>
public class UpkeepMetricsTests(StuckApp app) : IClassFixture<StuckApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Overdue_work_is_counted_by_kind_and_the_edge_by_outcome()
    {
        app.Clock.Skip(TimeSpan.FromDays(3));
        await app.RunMaintenanceAsync(); // What other tests left is not to be counted.
        var client = await app.NewTenantAsync();
        await client.InitiateAsync("abandoned", 5);
        var shared = await client.UploadAsync("shared");
        await client.ShareAsync(shared, days: 1);
        app.Clock.Skip(TimeSpan.FromDays(3));
        using var telemetry = new RecordedTelemetry(app);

        await app.RunMaintenanceAsync();
        Resumed(telemetry).ShouldBe(["link 1", "upload 2"]); // The abandoned one, and what is left of the other.
        EdgePurges(telemetry).ShouldBeEmpty(); // Nothing caches a link that expires.

        await client.ShareAsync(shared);
        app.Stuck.Edge = true;
        (await client.DeleteAsync($"gdpr/files/{shared}")).ShouldBe(204);
        await app.RunMaintenanceAsync();
        EdgePurges(telemetry).ShouldBe(["failed 1"]);

        app.Stuck.Edge = false;
        await app.RunMaintenanceAsync();
        Resumed(telemetry).ShouldBe(["edge_purge 1", "link 1", "upload 2"]);
        EdgePurges(telemetry).ShouldBe(["done 1", "failed 1"]);
    }

    [Fact]
    public async Task An_audit_counts_orphans_files_without_bytes_and_drift()
    {
        var client = await app.NewTenantAsync();
        var lost = await client.UploadAsync("lost", new byte[7]);
        await client.UploadAsync("kept", new byte[5]);
        app.Clock.Skip(TimeSpan.FromDays(4));
        using var telemetry = new RecordedTelemetry(app);

        await AuditAsync(telemetry, client, audits: 1);
        Found(telemetry).ShouldBe((0, 0, 0));

        var blobs = new BlobServiceClient(app.StorageConnection).GetBlobContainerClient(AzureBlobStore.Container);
        foreach (var _ in Enumerable.Range(0, 2))
            await blobs.UploadBlobAsync($"{client.Tenant}/{Guid.NewGuid()}", BinaryData.FromString("orphan"), Cancel);
        await blobs.DeleteBlobAsync($"{client.Tenant}/{lost}", cancellationToken: Cancel);
        await app.Services.GetRequiredService<IMetadataStore>().Commit(Partitions.Of(client.Tenant),
            [new PatchChange(Usage.IdOf(null)) { Increments = new Dictionary<string, long> { ["bytes_used"] = 11, ["trash_files"] = -2 } }], Cancel);

        await AuditAsync(telemetry, client, audits: 2);
        Found(telemetry).ShouldBe((2, 1, 13));
    }

    /// <summary>As an operator orders one (docs/operations.md).</summary>
    private async Task AuditAsync(RecordedTelemetry telemetry, TenantClient client, int audits)
    {
        await new QueueClient(app.StorageConnection, AuditTenantJob.Queue)
            .SendMessageAsync(JsonSerializer.Serialize(new { Job = new { client.Tenant } }), Cancel);
        await TenantClient.UntilAsync("the audit has ended", () =>
            Task.FromResult(telemetry.Of("fluidcloud.job.duration").Count(job => Equals(job.Tags["job"], AuditTenantJob.Queue)) == audits));
        telemetry.Sum("fluidcloud.audits").ShouldBe(audits);
        telemetry.Of("fluidcloud.quota.drift").Count.ShouldBe(audits);
    }

    private static (double Orphans, double WithoutBytes, double Drift) Found(RecordedTelemetry telemetry) =>
        (telemetry.Sum("fluidcloud.orphans.erased"), telemetry.Sum("fluidcloud.files.without_bytes"), telemetry.Sum("fluidcloud.quota.drift"));

    private static IEnumerable<string> Resumed(RecordedTelemetry telemetry) =>
        from one in telemetry.Of("fluidcloud.maintenance.resumed")
        where one.Value > 0
        let text = $"{one.Tags["kind"]} {one.Value}"
        orderby text
        select text;

    private static IEnumerable<string> EdgePurges(RecordedTelemetry telemetry) =>
        telemetry.Of("fluidcloud.edge.purges").Select(one => $"{one.Tags["outcome"]} {one.Value}").Order();
}
