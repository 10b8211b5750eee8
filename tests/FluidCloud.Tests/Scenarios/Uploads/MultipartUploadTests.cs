using System.Security.Cryptography;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class MultipartUploadTests(PartsApp app) : IClassFixture<PartsApp>
{
    private static readonly byte[] Bytes = RandomNumberGenerator.GetBytes(1000);

    private static readonly object PartOne = new { part_numbers = new[] { 1 } };

    private static byte[] Part(int number) => Bytes.Chunk(PartsApp.PartSize).ElementAt(number - 1);

    private static async Task<ApiResponse> StartAsync(TenantClient client) => (await client.InitiateAsync("large.bin", Bytes.Length)).ShouldBe(200);

    /// <summary>A ticket whose parts have all been sent.</summary>
    private static async Task<ApiResponse> SendAsync(TenantClient client)
    {
        var ticket = await StartAsync(client);
        foreach (var number in new[] { 1, 2, 3 })
            (await TenantClient.PutPartAsync(ticket, number, Part(number))).ShouldBe(201);
        return ticket;
    }

    private static async Task<byte[]> DownloadAsync(TenantClient client, string file)
    {
        await TenantClient.UntilAsync("the file is scanned", async () => (await client.GetAsync($"files/{file}"))["status"].GetString() == "ready");
        using var answer = await TenantClient.FetchAsync((await client.GetAsync($"files/{file}/download")).ShouldBe(200)["url"].GetString()!);
        answer.IsSuccessStatusCode.ShouldBeTrue();
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_server_chooses_by_size_between_one_PUT_and_parts()
    {
        var client = await app.NewTenantAsync();

        var one = (await client.InitiateAsync("small.bin", 999)).ShouldBe(200);
        var parts = (await client.InitiateAsync("large.bin", 1000)).ShouldBe(200);

        one["url"].GetString().ShouldNotBeNull();
        one["parts"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        parts["url"].GetString().ShouldBeNull();
        parts["part_size"].GetInt64().ShouldBe(400);
        parts["parts"].EnumerateArray().Select(part => part.GetProperty("part_number").GetInt32()).ShouldBe([1, 2, 3]);
        parts["headers"].EnumerateObject().ShouldBeEmpty();
    }

    [Fact]
    public async Task Parts_come_in_any_order_and_may_be_sent_again()
    {
        var client = await app.NewTenantAsync();
        var ticket = await StartAsync(client);

        (await TenantClient.PutPartAsync(ticket, 3, Part(3))).ShouldBe(201);
        (await TenantClient.PutPartAsync(ticket, 1, new byte[400])).ShouldBe(201);
        (await TenantClient.PutPartAsync(ticket, 2, Part(2))).ShouldBe(201);
        (await TenantClient.PutPartAsync(ticket, 1, Part(1))).ShouldBe(201);
        var file = (await client.CompleteAsync(ticket)).ShouldBe(200);

        file["size"].GetInt64().ShouldBe(1000);
        (await DownloadAsync(client, file["id"].GetString()!)).ShouldBe(Bytes);
        (await client.GetAsync($"files/{file["id"]}"))["sha256"].GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Bytes)));
        (await client.BytesUsedAsync()).ShouldBe(1000);
        (await StoredBytes.Parts(client)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Missing_and_short_parts_are_named_and_may_be_sent_then()
    {
        var client = await app.NewTenantAsync();
        var ticket = await StartAsync(client);
        (await client.CompleteAsync(ticket)).ShouldFail(409, "1, 2, 3");
        (await TenantClient.PutPartAsync(ticket, 1, Part(1))).ShouldBe(201);
        (await TenantClient.PutPartAsync(ticket, 2, new byte[399])).ShouldBe(201);
        (await TenantClient.PutPartAsync(ticket, 3, new byte[201])).ShouldBe(201);

        (await client.CompleteAsync(ticket)).ShouldFail(409, ": 2, 3.");

        (await TenantClient.PutPartAsync(ticket, 2, Part(2))).ShouldBe(201);
        (await TenantClient.PutPartAsync(ticket, 3, Part(3))).ShouldBe(201);
        (await client.CompleteAsync(ticket)).ShouldBe(200);
    }

    public static TheoryData<string, string> BadParts => new()
    {
        { "[]", "part 1 is missing" },
        { """[{"part_number":1},{"part_number":2}]""", "part 3 is missing" },
        { """[{"part_number":1},{"part_number":2},{"part_number":3},{"part_number":4}]""", "not 4" },
        { """[{"part_number":0},{"part_number":1},{"part_number":2}]""", "not 0" },
        { """[{"part_number":1},{"part_number":1},{"part_number":2}]""", "twice" },
        { """[{"etag":"a"}]""", "part_number is required" },
        { "[null]", "part_number is required" },
        { """[{"part_number":"1"}]""", "parts[0].part_number" },
        { """{"part_number":1}""", "parts" },
    };

    [Theory, MemberData(nameof(BadParts))]
    public async Task Bad_parts_are_refused_and_change_nothing(string parts, string mentions)
    {
        var client = await app.NewTenantAsync();
        var ticket = await SendAsync(client);

        (await client.PostAsync("uploads/complete", Completion(ticket, parts))).ShouldFail(422, mentions);

        (await client.PostAsync("uploads/complete", Completion(ticket,
            """[{"part_number":3,"etag":"\"x\""},{"part_number":1},{"part_number":2,"etag":null}]"""))).ShouldBe(200);
    }

    [Fact]
    public async Task An_upload_that_was_interrupted_for_longer_than_its_URLs_goes_on_with_fresh_ones()
    {
        var client = await app.NewTenantAsync();
        var ticket = await StartAsync(client);
        var upload = $"uploads/{ticket["file_id"]}";
        (await TenantClient.PutPartAsync(ticket, 2, Part(2))).ShouldBe(201);
        (await TenantClient.PutPartAsync(ticket, 3, new byte[199])).ShouldBe(201);
        app.Clock.Skip(TimeSpan.FromHours(30));
        await app.RunMaintenanceAsync();

        var progress = (await client.GetAsync(upload)).ShouldBe(200);
        var fresh = (await client.PostAsync($"{upload}/parts", """{"part_numbers":[3,1]}""")).ShouldBe(200);

        progress["part_size"].GetInt64().ShouldBe(400);
        progress["part_count"].GetInt32().ShouldBe(3);
        progress["parts_received"].EnumerateArray().Select(number => number.GetInt32()).ShouldBe([2]);
        fresh["file_id"].GetString().ShouldBe(ticket["file_id"].GetString());
        fresh["key"].GetString().ShouldBe(ticket["key"].GetString());
        fresh["part_size"].GetInt64().ShouldBe(400);
        fresh["expires_at"].GetDateTimeOffset().ShouldBeGreaterThan(app.Clock.GetUtcNow().AddHours(23));
        var urls = fresh["parts"].EnumerateArray().ToDictionary(part => part.GetProperty("part_number").GetInt32(), part => part.GetProperty("url").GetString()!);
        urls.Keys.ShouldBe([1, 3]);
        foreach (var (number, url) in urls)
            (await TenantClient.PutAsync(url, Part(number))).ShouldBe(201);
        // The reservation lives as long as the fresh URLs, past the first end of the upload.
        app.Clock.Skip(TimeSpan.FromHours(20));
        await app.RunMaintenanceAsync();
        (await client.CompleteAsync(ticket)).ShouldBe(200);
        (await DownloadAsync(client, ticket["file_id"].GetString()!)).ShouldBe(Bytes);
    }

    [Fact]
    public async Task Fresh_URLs_end_with_the_upload_and_with_its_first_six_days()
    {
        var client = await app.NewTenantAsync();
        var ticket = await SendAsync(client);
        var parts = $"uploads/{ticket["file_id"]}/parts";
        for (var day = 0; day < 5; day++)
        {
            app.Clock.Skip(TimeSpan.FromDays(1));
            await app.RunMaintenanceAsync();
            (await client.PostAsync(parts, PartOne)).ShouldBe(200);
        }
        app.Clock.Skip(TimeSpan.FromDays(1));
        (await client.PostAsync(parts, PartOne)).ShouldFail(409, "too long ago");

        (await client.CompleteAsync(ticket)).ShouldBe(200);
        (await client.PostAsync(parts, PartOne)).ShouldFail(404, "Upload not found");
        (await client.GetAsync($"uploads/{ticket["file_id"]}"))["parts_received"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    public static TheoryData<string, string> BadPartNumbers => new()
    {
        { "{}", "part_numbers" },
        { """{"part_numbers":null}""", "part_numbers" },
        { """{"part_numbers":[]}""", "part_numbers" },
        { """{"part_numbers":[null]}""", "part_numbers" },
        { """{"part_numbers":[0]}""", "not 0" },
        { """{"part_numbers":[4]}""", "not 4" },
        { """{"part_numbers":[1,1]}""", "twice" },
        { """{"part_numbers":["1"]}""", "part_numbers[0]" },
        { """{"part_numbers":[99999999999]}""", "part_numbers[0]" },
        { """{"part_numbers":1}""", "part_numbers" },
    };

    [Theory, MemberData(nameof(BadPartNumbers))]
    public async Task Bad_part_numbers_are_refused_by_name(string body, string mentions)
    {
        var client = await app.NewTenantAsync();
        var ticket = await StartAsync(client);

        (await client.PostAsync($"uploads/{ticket["file_id"]}/parts", body)).ShouldFail(422, mentions);
    }

    [Fact]
    public async Task An_upload_in_one_piece_has_no_parts_to_sign()
    {
        var client = await app.NewTenantAsync();
        var ticket = (await client.InitiateAsync("small.bin", 999)).ShouldBe(200);

        (await client.PostAsync($"uploads/{ticket["file_id"]}/parts", PartOne)).ShouldFail(409, "one piece");
        (await client.GetAsync($"uploads/{ticket["file_id"]}"))["parts_received"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Completing_many_times_at_once_makes_one_file()
    {
        var client = await app.NewTenantAsync();
        var ticket = await SendAsync(client);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.CompleteAsync(ticket)));

        // One that met another at work is told to come back.
        answers.ShouldAllBe(answer => (int)answer.Status == 200 || (int)answer.Status == 503);
        (await client.CompleteAsync(ticket)).ShouldBe(200)["id"].GetString().ShouldBe(ticket["file_id"].GetString());
        (await client.BytesUsedAsync()).ShouldBe(1000);
        (await DownloadAsync(client, ticket["file_id"].GetString()!)).ShouldBe(Bytes);
    }

    [Fact]
    public async Task Bytes_never_change_after_completion_whatever_the_holder_of_a_part_URL_does()
    {
        var client = await app.NewTenantAsync();
        var ticket = await SendAsync(client);
        (await client.CompleteAsync(ticket)).ShouldBe(200);
        var id = ticket["file_id"].GetString()!;
        var blob = BlobOf(ticket);

        await TenantClient.PutPartAsync(ticket, 1, new byte[400]);
        await TenantClient.PutAsync(blob, new byte[1000], "x-ms-blob-type: BlockBlob");
        await TenantClient.PutAsync(blob + "&comp=lease", [], "x-ms-lease-action: break", $"x-ms-lease-id: {id}");
        await TenantClient.PutAsync(blob + "&comp=blocklist", "<BlockList></BlockList>"u8.ToArray());
        var file = blob.Replace("/parts/", "/files/", StringComparison.Ordinal);
        (await TenantClient.PutAsync(file, new byte[1000], "x-ms-blob-type: BlockBlob")).ShouldBe(403);
        (await TenantClient.PutAsync(file + "&comp=block&blockid=MQ%3D%3D", new byte[400])).ShouldBe(403);
        (await TenantClient.PutAsync(file + "&comp=lease", [], "x-ms-lease-action: acquire", "x-ms-lease-duration: -1")).ShouldBe(403);

        (await client.CompleteAsync(ticket)).ShouldBe(200);
        (await DownloadAsync(client, id)).ShouldBe(Bytes);
    }

    [Fact]
    public async Task A_blob_put_in_place_of_the_parts_is_not_taken_for_them()
    {
        var client = await app.NewTenantAsync();
        var ticket = await StartAsync(client);
        var blob = BlobOf(ticket);
        (await TenantClient.PutAsync(blob, new byte[1000], "x-ms-blob-type: BlockBlob")).ShouldBe(201);
        (await TenantClient.PutAsync(blob + "&comp=lease", [], "x-ms-lease-action: acquire", "x-ms-lease-duration: -1")).ShouldBe(201);

        (await client.CompleteAsync(ticket)).ShouldFail(409, "1, 2, 3");

        (await client.DeleteAsync($"uploads/{ticket["file_id"]}")).ShouldBe(204);
        (await StoredBytes.Parts(client)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lease_on_the_parts_does_not_stop_their_completion()
    {
        var client = await app.NewTenantAsync();
        var ticket = await StartAsync(client);
        var blob = BlobOf(ticket);
        (await TenantClient.PutAsync(blob, new byte[1], "x-ms-blob-type: BlockBlob")).ShouldBe(201);
        foreach (var number in new[] { 1, 2, 3 })
            (await TenantClient.PutPartAsync(ticket, number, Part(number))).ShouldBe(201);
        (await TenantClient.PutAsync(blob + "&comp=lease", [], "x-ms-lease-action: acquire", "x-ms-lease-duration: -1")).ShouldBe(201);

        (await client.CompleteAsync(ticket)).ShouldBe(200);

        (await DownloadAsync(client, ticket["file_id"].GetString()!)).ShouldBe(Bytes);
        (await StoredBytes.Parts(client)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_part_URLs_bring_after_the_completion_is_erased_when_they_have_expired()
    {
        var client = await app.NewTenantAsync();
        var ticket = await SendAsync(client);
        (await client.CompleteAsync(ticket)).ShouldBe(200);
        (await TenantClient.PutPartAsync(ticket, 1, Part(1))).ShouldBe(201);
        (await StoredBytes.Parts(client)).ShouldNotBeEmpty();

        app.Clock.Skip(TimeSpan.FromHours(26));
        await app.RunMaintenanceAsync();

        (await StoredBytes.Parts(client)).ShouldBeEmpty();
        (await StoredBytes.Blobs(client)).Count.ShouldBe(1);
        (await client.BytesUsedAsync()).ShouldBe(1000);
    }

    [Fact]
    public async Task Parts_that_are_never_completed_expire_with_their_reservation()
    {
        var client = await app.NewTenantAsync(bytesLimit: 1500);
        var ticket = await StartAsync(client);
        (await TenantClient.PutPartAsync(ticket, 2, Part(2))).ShouldBe(201);
        (await client.InitiateAsync("b.txt", 501)).ShouldFail(402);

        app.Clock.Skip(TimeSpan.FromHours(48));
        await app.RunMaintenanceAsync();

        (await client.CompleteAsync(ticket)).ShouldFail(404);
        (await client.InitiateAsync("b.txt", 1500)).ShouldBe(200);
        (await StoredBytes.Parts(client)).ShouldBeEmpty();
    }

    [Fact, Contract(7, 9)]
    public async Task A_file_made_of_parts_is_purged_like_any_other()
    {
        var client = await app.NewTenantAsync();
        var ticket = await SendAsync(client);
        (await client.CompleteAsync(ticket)).ShouldBe(200);

        (await client.DeleteAsync($"gdpr/files/{ticket["file_id"]}")).ShouldBe(204);

        (await client.BytesUsedAsync()).ShouldBe(0);
        (await StoredBytes.Blobs(client)).ShouldBeEmpty();
        (await client.CompleteAsync(ticket)).ShouldFail(404);
    }

    /// <summary>What the holder of a part's URL can sign for besides: the blob that the parts are kept under.</summary>
    private static string BlobOf(ApiResponse ticket) => ticket["parts"][0].GetProperty("url").GetString()!.Split("&comp=")[0];

    private static string Completion(ApiResponse ticket, string parts) =>
        $$"""{"file_id":"{{ticket["file_id"]}}","key":"{{ticket["key"]}}","parts":{{parts}}}""";
}
