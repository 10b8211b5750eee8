using Azure.Storage.Queues;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Shares;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>A storage that refuses to erase some blobs until it is repaired, and an edge that refuses everything.</summary>
public sealed class StuckBlobs
{
    public HashSet<string> Files { get; } = [];

    public bool Edge { get; set; }

    internal sealed class EdgeCache(StuckBlobs stuck) : IEdgeCache
    {
        public bool HoldsLinks => true;

        public Task Purge(IReadOnlyList<string> paths, CancellationToken cancel) =>
            stuck.Edge ? throw new IOException("The edge is stuck.") : Task.CompletedTask;
    }

    internal sealed class Store(IBlobStore inner, StuckBlobs stuck) : BlobStoreDecorator(inner)
    {
        public override Task<Erasure> Erase(BlobName name, CancellationToken cancel) =>
            stuck.Files.Contains(name.File.ToString()) ? throw new IOException("The blob is stuck.") : base.Erase(name, cancel);
    }
}

public sealed class StuckApp(AzuriteFixture azurite) : LocalApp(azurite)
{
    public StuckBlobs Stuck { get; } = new();

    protected override void Customise(IServiceCollection services)
    {
        var inner = services.Last(service => service.ServiceType == typeof(IBlobStore)).ImplementationFactory!;
        services.AddSingleton<IEdgeCache>(new StuckBlobs.EdgeCache(Stuck));
        services.AddSingleton<IBlobStore>(provider => new StuckBlobs.Store((IBlobStore)inner(provider), Stuck));
    }
}

/// <summary>What happens when storage does not do its part.</summary>
public class PoisonTests(StuckApp app) : IClassFixture<StuckApp>
{
    [Fact, Contract(25, 62, 63)]
    public async Task A_batch_that_always_fails_stalls_its_sweep_and_a_later_call_completes_it()
    {
        var client = await app.NewTenantAsync();
        var ids = await client.UploadManyAsync(200);
        var stuck = ids.Take(3).ToList();
        app.Stuck.Files.UnionWith(stuck);
        await client.TrashAsync(ids);

        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200);
        var sweep = (await client.SweptAsync()).ShouldHaveSingleItem();

        // Visible, with the other files done and those still there as tombstones.
        sweep.GetProperty("state").GetString().ShouldBe("stalled");
        await TenantClient.UntilAsync("all other files are purged, and these given up", async () =>
            (await client.GetAsync("gdpr/trash"))["sweeps"][0] is var now
            && (now.GetProperty("files_done").GetInt64(), now.GetProperty("files_failed").GetInt64()) == (197, 3));
        (await client.GetAsync("gdpr/trash"))["files"].GetInt64().ShouldBe(3);
        foreach (var id in stuck)
            (await client.GetAsync($"files/{id}")).ShouldFail(404);
        await TenantClient.UntilAsync("the batch is in the poison queue", async () =>
            (await new QueueClient(app.StorageConnection, PurgeBatchJob.Queue + "-poison")
                .PeekMessagesAsync(32, TestContext.Current.CancellationToken)).Value.Any(message => stuck.Any(message.MessageText.Contains)));

        app.Stuck.Files.Clear();
        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200)["files"].GetInt64().ShouldBe(3);
        (await client.SweptAsync()).ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("done");
        (await client.BytesUsedAsync()).ShouldBe(0);
    }

    [Fact, Contract(25)]
    public async Task A_single_purge_that_storage_fails_says_so_and_ends_in_the_background()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("a.txt", new byte[7]);
        app.Stuck.Files.Add(id);

        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldFail(503, "continues in the background");

        (await client.GetAsync($"files/{id}")).ShouldFail(404);
        (await client.PostAsync($"files/{id}/restore")).ShouldFail(404);
        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldFail(404);
        (await client.BytesUsedAsync()).ShouldBe(7);

        app.Stuck.Files.Remove(id);
        app.Clock.Skip(TimeSpan.FromMinutes(5));
        await app.RunMaintenanceAsync();
        await TenantClient.UntilAsync("the quota is released", async () => await client.BytesUsedAsync() == 0);
        (await client.GetAsync($"gdpr/receipts/{id}")).ShouldBe(200)["cause"].GetString().ShouldBe("call");
    }

    [Fact, Contract(20, 21, 26, 29)]
    public async Task An_edge_that_fails_holds_nothing_up()
    {
        var client = await app.NewTenantAsync();
        var shared = await client.UploadAsync("shared", new byte[7]);
        var (dying, revoked) = (await client.ShareAsync(shared), await client.ShareAsync(shared));
        app.Stuck.Edge = true;

        (await client.DeleteAsync($"shares/{revoked.Id}")).ShouldBe(204);
        (await client.OpenAsync(revoked)).ShouldFail(404);
        (await client.GetAsync("shares")).ShouldBe(200).Json.GetArrayLength().ShouldBe(1);
        await client.TrashAsync(shared);
        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200);

        (await client.SweptAsync()).ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("done");
        (await client.OpenAsync(dying)).ShouldFail(404);
        (await client.GetAsync($"gdpr/receipts/{shared}")).ShouldBe(200)["links_killed"].GetInt32().ShouldBe(1);
        (await client.BytesUsedAsync()).ShouldBe(0);
        await app.RunMaintenanceAsync();
        (await client.GetAsync($"gdpr/receipts/{shared}"))["edge"].GetString().ShouldBe("pending");

        app.Stuck.Edge = false;
        await app.RunMaintenanceAsync();
        (await client.GetAsync($"gdpr/receipts/{shared}"))["edge"].GetString().ShouldBe("done");
    }

    [Fact]
    public async Task A_stalled_sweep_is_seen_and_ends_by_itself_once_storage_is_repaired()
    {
        using var telemetry = new RecordedTelemetry(app);
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("a.txt", new byte[7]);
        app.Stuck.Files.Add(id);
        await client.TrashAsync(id);
        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200);
        (await client.SweptAsync()).ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("stalled");
        await app.RunMaintenanceAsync();
        telemetry.Of("fluidcloud.sweep.age").ShouldContain(sweep => Equals(sweep.Tags["state"], "stalled"));
        telemetry.Of("fluidcloud.sweep.left").Where(sweep => Equals(sweep.Tags["state"], "stalled")).ShouldAllBe(sweep => sweep.Value == 1);
        telemetry.Sum("fluidcloud.erasures.failed").ShouldBeGreaterThanOrEqualTo(5);

        app.Stuck.Files.Remove(id);
        app.Clock.Skip(TimeSpan.FromHours(1));
        await app.RunMaintenanceAsync();

        await TenantClient.UntilAsync("the sweep is done", async () =>
            (await client.GetAsync("gdpr/trash"))["sweeps"][0].GetProperty("state").GetString() == "done");
        var sweep = (await client.GetAsync("gdpr/trash"))["sweeps"][0];
        (sweep.GetProperty("files_done").GetInt64(), sweep.GetProperty("files_failed").GetInt64()).ShouldBe((1, 0));
    }
}
