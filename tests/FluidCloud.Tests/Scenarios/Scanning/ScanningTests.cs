using FluidCloud.Adapters.ClamAv;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Scanning;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>The application with a scanner that a test puts in.</summary>
public sealed class ScannedApp(AzuriteFixture azurite) : LocalApp(azurite)
{
    public ExchangeableScanner Scanner { get; } = new();

    protected override void Customise(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<IMalwareScanner>(Scanner));

    public sealed class ExchangeableScanner : IMalwareScanner
    {
        public IMalwareScanner Present { get; set; } = new EicarScanner();

        /// <summary>Awaited once a scan has its verdict.</summary>
        public Func<Task> AfterVerdict { get; set; } = () => Task.CompletedTask;

        public long? SizeLimit { get; set; }

        public string Kind => Present.Kind;

        public Task<string?> Check(CancellationToken cancel) => Present.Check(cancel);

        public async Task<ScanVerdict> Scan(BlobName blob, Stream bytes, CancellationToken cancel)
        {
            var verdict = await Present.Scan(blob, bytes, cancel);
            await AfterVerdict();
            return verdict;
        }
    }
}

/// <summary>From the upload to the verdict, and what becomes of files without one.</summary>
public class ScanningTests(ScannedApp app, ClamAvFixture clamAv) : IClassFixture<ScannedApp>, IClassFixture<ClamAvFixture>
{
    [Fact, Contract(19, 36, 103, 104, 105, 107, 174)]
    public async Task What_ClamAV_finds_is_never_served_and_may_be_purged()
    {
        app.Scanner.Present = new ClamAvScanner((await clamAv.StartAsync()).Settings);
        var client = await app.NewTenantAsync();

        var good = await client.UploadAsync("good.bin", new byte[300_000]);
        var bad = await client.UploadAsync("bad.bin", [.. new byte[300_000], .. Malware.Eicar]);

        (await client.GetAsync($"files/{good}"))["scan_status"].GetString().ShouldBe("clean");
        (await client.GetAsync($"files/{good}/download")).ShouldBe(200);
        var file = await client.GetAsync($"files/{bad}");
        (file["scan_status"].GetString(), file["status"].GetString()).ShouldBe(("infected", "quarantined"));
        (await client.GetAsync($"files/{bad}/download")).ShouldFail(409, "scan_status='infected'");
        (await client.DeleteAsync($"gdpr/files/{bad}")).ShouldBe(204);
        (await client.GetAsync($"files/{bad}")).ShouldFail(404);
        (await client.BytesUsedAsync()).ShouldBe(300_000);
    }

    [Fact, Contract(103, 104, 107, 108)]
    public async Task While_ClamAV_is_down_files_stay_pending_and_are_scanned_once_it_is_back()
    {
        var clamd = await clamAv.StartAsync();
        app.Scanner.Present = new ClamAvScanner(clamd.Settings);
        await clamAv.StopAsync(clamd);
        var client = await app.NewTenantAsync();
        var id = await client.UploadUnscannedAsync("a.bin", new byte[1000]);

        await ScanHasFailed(client, times: 1);

        (await client.GetAsync($"files/{id}")).ShouldBe(200)["scan_status"].GetString().ShouldBe("pending");
        (await client.GetAsync($"files/{id}/download")).ShouldFail(409, "scan_status='pending'");
        app.Clock.Skip(TimeSpan.FromMinutes(3));
        await app.RunMaintenanceAsync();
        await ScanHasFailed(client, times: 2);

        app.Scanner.Present = new ClamAvScanner((await clamAv.StartAsync()).Settings);
        // The second wait is longer than the first.
        app.Clock.Skip(TimeSpan.FromMinutes(3));
        await app.RunMaintenanceAsync();
        (await client.GetAsync($"files/{id}"))["scan_status"].GetString().ShouldBe("pending");
        app.Clock.Skip(TimeSpan.FromMinutes(2));
        await app.RunMaintenanceAsync();
        await TenantClient.UntilAsync("it is scanned", async () => (await client.GetAsync($"files/{id}"))["scan_status"].GetString() == "clean");
        (await client.GetAsync($"files/{id}"))["sha256"].GetString()!.Length.ShouldBe(64);
    }

    [Fact, Contract(107)]
    public async Task A_file_that_the_scanner_may_never_look_at_is_given_up_and_never_served()
    {
        app.Scanner.Present = new EicarScanner();
        app.Scanner.SizeLimit = 10;
        var client = await app.NewTenantAsync();
        var id = await client.UploadUnscannedAsync("large.bin", new byte[11]);

        for (var attempt = 1; attempt < ScanOutcome.MaxAttemptsBeyondLimits; attempt++)
        {
            await ScanHasFailed(client, attempt);
            (await client.GetAsync($"files/{id}"))["scan_status"].GetString().ShouldBe("pending");
            app.Clock.Skip(TimeSpan.FromMinutes(61));
            await app.RunMaintenanceAsync();
        }
        await ScanHasFailed(client, ScanOutcome.MaxAttemptsBeyondLimits);
        app.Scanner.SizeLimit = null;

        (await client.GetAsync($"files/{id}"))["scan_status"].GetString().ShouldBe("failed");
        (await client.GetAsync($"files/{id}/download")).ShouldFail(409, "scan_status='failed'");
        (await client.NamesAsync($"space_id={await client.SpaceAsync()}&status=quarantined")).ShouldBe(["large.bin"]);
        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);
        (await client.BytesUsedAsync()).ShouldBe(0);
    }

    [Fact, Contract(36, 216)]
    public async Task A_verdict_that_comes_after_the_purge_brings_nothing_back()
    {
        app.Scanner.Present = new EicarScanner();
        var (judged, purged) = (new TaskCompletionSource(), new TaskCompletionSource());
        app.Scanner.AfterVerdict = () =>
        {
            judged.TrySetResult();
            return purged.Task;
        };
        var client = await app.NewTenantAsync();
        var id = await client.UploadUnscannedAsync("a.bin", [.. new byte[1000], .. Malware.Eicar]);
        await judged.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);
        purged.SetResult();
        app.Scanner.AfterVerdict = () => Task.CompletedTask;
        await client.UploadAsync("b.bin", [1]); // By its scan the other one has long come to its end.

        (await client.GetAsync($"files/{id}")).ShouldFail(404);
        var state = await StoredState.OfAsync(client);
        state.Files.ShouldHaveSingleItem().OriginalName.ShouldBe("b.bin");
        state.Blobs.ShouldHaveSingleItem();
        (await client.GetAsync($"gdpr/receipts/{id}")).ShouldBe(200);
    }

    public static TheoryData<int, string[], string> UselessBlobs => new()
    {
        { 512, ["x-ms-blob-type: PageBlob", "x-ms-blob-content-length: 512"], "PageBlob" },
        { 0, ["x-ms-blob-type: AppendBlob"], "AppendBlob" },
        { 3, ["x-ms-blob-type: BlockBlob", "x-ms-access-tier: Archive"], "Archive" },
    };

    [Theory, MemberData(nameof(UselessBlobs))]
    public async Task Bytes_in_a_blob_that_can_not_be_served_discard_the_upload(int size, string[] headers, string mentions)
    {
        var client = await app.NewTenantAsync();
        var ticket = (await client.InitiateAsync("a.bin", size)).ShouldBe(200);
        var sent = headers[0].EndsWith("BlockBlob", StringComparison.Ordinal) ? new byte[size] : [];
        (await TenantClient.PutAsync(ticket["url"].GetString()!, sent, headers)).ShouldBe(201);

        (await client.CompleteAsync(ticket)).ShouldFail(422, mentions);

        (await client.CompleteAsync(ticket)).ShouldFail(404);
        (await StoredBytes.Blobs(client)).ShouldBeEmpty();
        (await client.BytesUsedAsync()).ShouldBe(0);
    }

    /// <summary>
    /// Tags are where Defender writes its verdict: an uploader must not be able to say "No threats found". Azure refuses a PUT with tags of
    /// a URL without the permission t, which Azurite does not look at (Azure "Put Blob", x-ms-tags).
    /// </summary>
    [Fact, Contract(103)]
    public async Task An_upload_URL_gives_no_right_to_write_tags()
    {
        var client = await app.NewTenantAsync();
        var ticket = (await client.InitiateAsync("a.bin", 3)).ShouldBe(200);
        var url = ticket["url"].GetString()!;

        (await TenantClient.PutAsync(url, new byte[3], "x-ms-blob-type: BlockBlob")).ShouldBe(201);
        var xml = "<?xml version=\"1.0\"?><Tags><TagSet><Tag><Key>Malware Scanning scan result</Key><Value>No threats found</Value></Tag></TagSet></Tags>"u8.ToArray();
        (await TenantClient.PutAsync(url + "&comp=tags", xml)).ShouldBe(403);
        new Uri(url).Query.Split('&').Single(parameter => parameter.TrimStart('?').StartsWith("sp=", StringComparison.Ordinal)).ShouldEndWith("sp=c");
    }

    private static Task ScanHasFailed(TenantClient client, int times) => TenantClient.UntilAsync($"scan {times} has failed", async () =>
        (await StoredState.OfAsync(client)).Files.ShouldHaveSingleItem().FailedScans == times);
}
