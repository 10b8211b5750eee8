using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Worker;

/// <summary>The application on the real worker, whatever the other scenarios run on.</summary>
public sealed class OnWorkerApp(AzuriteFixture azurite) : LocalApp(azurite)
{
    public const string Page = "https://app.example.com";

    protected override bool RunsOnWorker => true;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("FluidCloudCors:origins", Page)];
}

/// <summary>The core of the scenarios on the published app, which runs as it does in Azure.</summary>
public sealed class WorkerTests(OnWorkerApp app) : IClassFixture<OnWorkerApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract(16, 27, 30, 37, 103, 108, 128, 162, 166)]
    public async Task A_file_lives_goes_to_Trash_comes_back_and_is_purged()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("report.txt", Encoding.UTF8.GetBytes("Hello, worker"), clientKey: "reports/1");

        (await client.GetAsync($"files/{id}")).ShouldBe(200)["mime"].GetString().ShouldBe("text/plain");
        (await client.NamesAsync($"space_id={await client.SpaceAsync()}")).ShouldBe(["report.txt"]);
        (await client.GetAsync("files/resolve?client_key=reports/1")).ShouldBe(200)["id"].GetString().ShouldBe(id);
        (await client.DeleteAsync($"files/{id}")).ShouldBe(200)["deleted_at"].GetString().ShouldNotBeNull();
        (await client.PostAsync($"files/{id}/restore")).ShouldBe(200);
        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204).Text.ShouldBeEmpty();
        (await client.GetAsync($"files/{id}")).ShouldFail(404);
        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldFail(404);
        (await client.BytesUsedAsync()).ShouldBe(0);
    }

    /// <summary>The converter is in the package: nothing of the system is needed for it.</summary>
    [Fact, Contract(146)]
    public async Task A_picture_of_a_phone_becomes_a_JPEG()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("holiday.heic", TestPicture.Phone);

        var preview = (await client.GetAsync($"files/{id}/preview")).ShouldBe(200);

        (preview["mime"].GetString(), preview["converted"].GetBoolean()).ShouldBe(("image/jpeg", true));
        using var response = await TenantClient.FetchAsync(preview["url"].GetString()!);
        var jpeg = JpegFile.Read(await response.Content.ReadAsByteArrayAsync(Cancel));
        (jpeg.Width, jpeg.Height).ShouldBe((120, 160));
    }

    [Fact, Contract(26, 104, 138)]
    public async Task A_raw_link_serves_a_range_and_dies_with_its_file()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("ten.txt", "0123456789"u8.ToArray());
        var path = new Uri((await client.PostAsync("shares", new { file_id = id })).ShouldBe(201)["url"].GetString()!).AbsolutePath;
        var link = new Uri(app.BaseAddress, path[1..]);
        using var http = new HttpClient();

        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        request.Headers.Range = new RangeHeaderValue(2, 4);
        using var part = await http.SendAsync(request, Cancel);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsStringAsync(Cancel)).ShouldBe("234");
        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);
        using var gone = await http.GetAsync(link, Cancel);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact, Contract(40, 43, 47, 48, 53)]
    public async Task Emptying_Trash_purges_all_of_it_in_the_background()
    {
        var client = await app.NewTenantAsync();
        var ids = await client.UploadManyAsync(150);
        await client.TrashAsync(ids);

        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200)["files"].GetInt64().ShouldBe(150);
        var sweep = (await client.SweptAsync()).ShouldHaveSingleItem();

        sweep.GetProperty("state").GetString().ShouldBe("done");
        sweep.GetProperty("files_done").GetInt64().ShouldBe(150);
        (await client.BytesUsedAsync()).ShouldBe(0);
    }

    /// <summary>The worker swallows what is thrown behind the first byte, and would end the response as if it were whole.</summary>
    [Fact, Contract(227)]
    public async Task A_listing_that_fails_half_way_never_looks_complete()
    {
        var client = await app.NewTenantAsync();
        var query = $"files?space_id={await client.SpaceAsync()}";
        var (metadata, partition) = (app.Services.GetRequiredService<IMetadataStore>(), Partitions.Of(client.Tenant));
        var file = (await metadata.Read<FileItem>(partition, await client.UploadUnscannedAsync("a.txt", [1]), Cancel))!;
        // More than are read ahead, and the last one can't be read.
        foreach (var batch in Enumerable.Range(0, 600).Chunk(IMetadataStore.MaxOperations))
            await metadata.Commit(partition, [.. batch.Select(number => Change.Create(file with { Id = Guid.NewGuid().ToString(), OriginalName = $"b {number}" }))], Cancel);
        (await client.GetAsync(query)).ShouldBe(200).Json.GetArrayLength().ShouldBe(601);
        await metadata.Commit(partition, [Change.Create(new Unreadable { Id = Guid.NewGuid().ToString(), Listing = file.Listing, OriginalName = "z" })], Cancel);

        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(query));
    }

    /// <summary>In the listing as a file, and none.</summary>
    private sealed record Unreadable : Document, IDocumentType
    {
        public static string Type => FileItem.Type;

        public string? Listing { get; init; }
        public string? OriginalName { get; init; }
    }

    [Fact]
    public async Task Head_any_method_and_unknown_paths_are_answered_as_on_one_machine()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadUnscannedAsync("a.txt", [1]);

        (await client.SendAsync(HttpMethod.Head, $"files/{id}")).ShouldBe(200).Text.ShouldBeEmpty();
        (await client.GetAsync($"files/{id}")).Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await client.SendAsync(HttpMethod.Trace, "quota")).ShouldFail(404, "No such route");
        (await client.CallAsync(new("PROPFIND"), "files/delete")).ShouldBe(404)["Message"].GetString().ShouldBe("No such route.");
    }

    [Fact]
    public async Task A_job_that_can_not_be_read_goes_to_the_poison_queue()
    {
        var queue = new QueueClient(app.StorageConnection, AuditTenantJob.Queue);
        await queue.SendMessageAsync("""{"Job":"no job"}""", Cancel);

        var poison = new QueueClient(app.StorageConnection, AuditTenantJob.Queue + "-poison");
        await TenantClient.UntilAsync("the message is in the poison queue", async () =>
            await poison.ExistsAsync(Cancel) && (await poison.PeekMessagesAsync(1, Cancel)).Value is [{ MessageText: """{"Job":"no job"}""" }]);
    }

    [Fact, Contract(180, 186, 187)]
    public async Task Sweeppeas_clients_delete_a_file()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("sweep.txt");

        var deleted = (await client.CallAsync(HttpMethod.Post, "files/delete", new { FileToken = id })).ShouldBe(200);

        deleted["Data"].GetProperty("FileToken").GetString().ShouldBe(id);
        (await client.GetAsync($"files/{id}")).ShouldFail(404);
    }

    [Fact, Contract(195, 199, 205)]
    public async Task Swiftias_clients_delete_a_file()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("swift.txt");

        (await client.CallAsync(HttpMethod.Delete, $"api/uploads/files/{id}")).ShouldBe(200)["deleted"].GetBoolean().ShouldBeTrue();
        (await client.CallAsync(HttpMethod.Delete, $"api/uploads/files/{id}")).ShouldBe(404);
    }

    [Theory]
    [InlineData("GET", "api/v1/nothing")]
    [InlineData("DELETE", "api/v1/quota")]
    [InlineData("GET", "nothing")]
    public async Task An_unknown_route_is_told_in_the_words_of_the_API(string method, string path) =>
        (await TenantClient.SendRawAsync(app, new(method), path)).ShouldFail(404, "route");

    [Fact]
    public async Task The_bare_address_has_its_page() =>
        (await TenantClient.SendRawAsync(app, HttpMethod.Get, "")).ShouldBe(200).Text.ShouldContain("/health/ready");

    [Fact]
    public async Task The_description_and_its_page_are_in_the_package()
    {
        var description = (await TenantClient.SendRawAsync(app, HttpMethod.Get, "openapi.json")).ShouldBe(200);
        description["paths"].EnumerateObject().Count().ShouldBe(DescribedAnswers.Description["paths"]!.AsObject().Count);
        description["components"].GetProperty("schemas").GetProperty("Share").GetProperty("properties").GetProperty("expires_at")
            .GetProperty("description").GetString().ShouldBe("null for a permanent link.");

        var page = (await TenantClient.SendRawAsync(app, HttpMethod.Get, "docs")).ShouldBe(200).Text;
        (await TenantClient.SendRawAsync(app, HttpMethod.Get, page.Split("<script src=\"/")[1].Split('"')[0])).ShouldBe(200).Text.ShouldContain("@scalar/api-reference");
    }

    [Fact]
    public async Task A_page_of_another_host_may_call_the_API()
    {
        var client = await app.NewTenantAsync();
        (await SendAsync(HttpMethod.Options, "api/v1/files/7/restore")).ShouldBe(204).Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([OnWorkerApp.Page]);
        (await SendAsync(HttpMethod.Get, "api/v1/quota")).ShouldBe(200).Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([OnWorkerApp.Page]);
        (await SendAsync(HttpMethod.Get, "api/v1/files")).ShouldBe(400).Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([OnWorkerApp.Page]);
        (await app.Services.GetRequiredService<BlobServiceClient>().GetPropertiesAsync(Cancel)).Value.Cors.ShouldHaveSingleItem().AllowedOrigins.ShouldBe(OnWorkerApp.Page);

        Task<ApiResponse> SendAsync(HttpMethod method, string path) => TenantClient.SendRawAsync(app, method, path, headers: headers =>
        {
            headers.Add("Origin", OnWorkerApp.Page);
            headers.Add("X-API-Key", client.Key);
            if (method == HttpMethod.Options)
                headers.Add("Access-Control-Request-Method", "POST");
        });
    }

    [Fact]
    public async Task A_body_over_the_limit_is_a_413()
    {
        var client = await app.NewTenantAsync();
        (await client.PostAsync("folders", new string(' ', 2 * 1024 * 1024))).ShouldFail(413);
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_a_worker_that_works()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("long.bin", new byte[8 * 1024 * 1024]);
        var path = new Uri((await client.PostAsync("shares", new { file_id = id })).ShouldBe(201)["url"].GetString()!).AbsolutePath;
        using (var http = new HttpClient())
        {
            using var answer = await http.GetAsync(new Uri(app.BaseAddress, path[1..]), HttpCompletionOption.ResponseHeadersRead, Cancel);
            await using var bytes = await answer.Content.ReadAsStreamAsync(Cancel);
            await bytes.ReadExactlyAsync(new byte[1024], Cancel);
        }

        (await client.GetAsync($"files/{id}")).ShouldBe(200);
    }

    [Fact]
    public async Task Maintenance_runs_by_its_timer() => await app.Worker.RunTimer("ResumeOverdueWork", Cancel);
}
