using System.Collections.Concurrent;
using Azure.Storage.Queues;
using FluidCloud.Core;
using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>A metadata store that takes no more of some calls, as Cosmos DB does beyond its throughput.</summary>
public sealed class BusyApp(AzuriteFixture azurite) : LocalApp(azurite)
{
    /// <summary>The calls that are refused.</summary>
    public Func<MetadataCall, bool> Refuses { get; set; } = _ => false;

    public ConcurrentQueue<DateTimeOffset> Refused { get; } = new();

    protected override void Customise(IServiceCollection services) => WatchedMetadata.Watch(services, call =>
    {
        if (!Refuses(call))
            return;
        Refused.Enqueue(TimeProvider.System.GetUtcNow());
        throw new StoreBusyException("metadata store", TimeSpan.FromMilliseconds(1500));
    });
}

public class BusyStoreTests(BusyApp app) : IClassFixture<BusyApp>
{
    [Fact]
    public async Task A_caller_is_told_when_to_come_back()
    {
        var client = await app.NewTenantAsync();
        var space = await client.SpaceAsync();
        app.Refuses = call => call.Kind == MetadataCall.Query;
        var refused = (await client.GetAsync($"files?space_id={space}")).ShouldFail(503, "busy");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        app.Refuses = _ => false;
    }

    [Fact]
    public async Task A_job_slows_down_and_is_done_once_the_store_takes_it_again()
    {
        var client = await app.NewTenantAsync();
        app.Refused.Clear();
        app.Refuses = call => call.Changes.OfType<ReplaceChange>().Any(change => change.Document is FileItem { ScanStatus: ScanStatus.Clean });
        var file = await client.UploadUnscannedAsync("a.txt", [1, 2, 3]);
        await TenantClient.UntilAsync("the scan was refused twice", () => Task.FromResult(app.Refused.Count >= 2));
        app.Refuses = _ => false;
        await client.WaitForScanAsync(file);

        // The host would have tried again after 0.1 s, and given up at the fifth time.
        var times = app.Refused.ToArray();
        (times[1] - times[0]).ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
        (await new QueueServiceClient(app.StorageConnection).GetQueueClient(ScanJob.Queue + "-poison").ExistsAsync(TestContext.Current.CancellationToken))
            .Value.ShouldBeFalse();
    }
}
