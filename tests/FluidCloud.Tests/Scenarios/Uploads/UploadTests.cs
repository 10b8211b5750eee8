using System.Security.Cryptography;
using System.Text;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class UploadTests(LocalApp app) : IClassFixture<LocalApp>
{
    [Fact, Contract(84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 108, 229)]
    public async Task An_uploaded_file_is_scanned_and_described_by_the_17_documented_fields()
    {
        var client = await app.NewTenantAsync();
        var bytes = Encoding.UTF8.GetBytes("Hello");

        var id = await client.UploadAsync("hello.txt", bytes, clientKey: "results/job-7/hello.txt", app: "acme");

        var file = (await client.GetAsync($"files/{id}")).ShouldBe(200);
        file.Json.EnumerateObject().Select(field => field.Name).ShouldBe(
        [
            "id", "tenant_id", "space_id", "folder_id", "source_app", "client_key", "original_name", "name", "mime", "size",
            "sha256", "scan_status", "status", "created_by", "deleted_at", "created_at", "updated_at",
        ]);
        file["id"].GetString().ShouldBe(id);
        Guid.Parse(id).Version.ShouldBe(4);
        file["tenant_id"].GetString().ShouldBe(client.Tenant.ToString());
        file["space_id"].GetString().ShouldBe(await client.SpaceAsync());
        file["folder_id"].GetString().ShouldBeNull();
        file["source_app"].GetString().ShouldBe("acme");
        file["client_key"].GetString().ShouldBe("results/job-7/hello.txt");
        file["original_name"].GetString().ShouldBe("hello.txt");
        file["name"].GetString().ShouldBe("hello.txt");
        file["mime"].GetString().ShouldBe("text/plain");
        file["size"].GetInt64().ShouldBe(5);
        file["sha256"].GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        file["scan_status"].GetString().ShouldBe("clean");
        file["status"].GetString().ShouldBe("ready");
        file["created_by"].GetString().ShouldBe(client.Key[..13] + "...");
        file["deleted_at"].GetString().ShouldBeNull();
        file["created_at"].GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        file["updated_at"].GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
    }

    [Fact]
    public async Task Completing_twice_gives_the_same_file_and_counts_it_once()
    {
        var client = await app.NewTenantAsync();
        var ticket = (await client.InitiateAsync("a.txt", 3)).ShouldBe(200);
        (await TenantClient.PutBytesAsync(ticket, [1, 2, 3])).ShouldBe(201);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.CompleteAsync(ticket)));

        answers.Select(answer => answer.ShouldBe(200)["id"].GetString()).Distinct().ShouldBe([ticket["file_id"].GetString()]);
        (await client.BytesUsedAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task Completing_before_the_bytes_arrived_is_refused_and_may_be_tried_again()
    {
        var client = await app.NewTenantAsync();
        var ticket = (await client.InitiateAsync("a.txt", 3)).ShouldBe(200);

        (await client.CompleteAsync(ticket)).ShouldFail(409, "PUT");

        (await TenantClient.PutBytesAsync(ticket, [1, 2, 3])).ShouldBe(201);
        (await client.CompleteAsync(ticket)).ShouldBe(200);
    }

    [Fact]
    public async Task Other_bytes_than_announced_discard_the_upload_and_its_reservation()
    {
        var client = await app.NewTenantAsync(bytesLimit: 10);
        var ticket = (await client.InitiateAsync("a.txt", 8)).ShouldBe(200);
        (await TenantClient.PutBytesAsync(ticket, [1, 2, 3])).ShouldBe(201);

        (await client.CompleteAsync(ticket)).ShouldFail(422, "size: 8 bytes were announced and 3 were stored");

        (await client.CompleteAsync(ticket)).ShouldFail(404);
        (await client.BytesUsedAsync()).ShouldBe(0);
        await client.UploadAsync("b.txt", new byte[10]);
    }

    [Fact]
    public async Task Bytes_are_written_once()
    {
        var client = await app.NewTenantAsync();
        var ticket = (await client.InitiateAsync("a.txt", 3)).ShouldBe(200);
        (await TenantClient.PutBytesAsync(ticket, [1, 2, 3])).ShouldBe(201);

        (await TenantClient.PutBytesAsync(ticket, [4, 5, 6])).ShouldBe(403);
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        var client = await app.NewTenantAsync();

        var id = await client.UploadAsync("empty", []);

        var file = await client.GetAsync($"files/{id}");
        file["size"].GetInt64().ShouldBe(0);
        file["sha256"].GetString().ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    [Fact]
    public async Task Tags_are_kept_each_once_and_not_shown()
    {
        var client = await app.NewTenantAsync();
        var ticket = (await client.PostAsync("uploads/initiate",
            $$"""{"name":"a.txt","size":1,"space_id":"{{await client.SpaceAsync()}}","tags":["red","blau","red"]}""")).ShouldBe(200);
        (await TenantClient.PutBytesAsync(ticket, [1])).ShouldBe(201);

        var file = (await client.CompleteAsync(ticket)).ShouldBe(200);

        file.Text.ShouldNotContain("tags");
        (await StoredState.OfAsync(client)).Files.ShouldHaveSingleItem().Tags.ShouldBe(["red", "blau"]);
    }

    [Fact]
    public async Task The_pool_is_enforced_before_anything_is_signed()
    {
        var client = await app.NewTenantAsync(bytesLimit: 100);
        await client.UploadAsync("a.txt", new byte[60]);

        var refused = (await client.InitiateAsync("b.txt", 41)).ShouldFail(402, "quota_exceeded");

        refused["detail"].GetProperty("bytes_limit").GetInt64().ShouldBe(100);
        refused["detail"].GetProperty("bytes_used").GetInt64().ShouldBe(60);
        refused["detail"].GetProperty("bytes_reserved").GetInt64().ShouldBe(0);
        (await client.InitiateAsync("b.txt", 40)).ShouldBe(200);
    }

    [Fact]
    public async Task Of_50_uploads_at_once_into_room_for_10_exactly_10_start()
    {
        var client = await app.NewTenantAsync(bytesLimit: 1000);
        await client.SpaceAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => client.InitiateAsync($"{number}.bin", 100)));

        answers.Count(answer => (int)answer.Status == 200).ShouldBe(10);
        answers.Count(answer => (int)answer.Status == 402).ShouldBe(40);
    }

    [Fact]
    public async Task An_upload_that_is_never_completed_expires_with_its_bytes_and_reservation()
    {
        var client = await app.NewTenantAsync(bytesLimit: 10);
        var ticket = (await client.InitiateAsync("a.txt", 10)).ShouldBe(200);
        (await TenantClient.PutBytesAsync(ticket, new byte[10])).ShouldBe(201);
        (await client.InitiateAsync("b.txt", 1)).ShouldFail(402);

        app.Clock.Skip(TimeSpan.FromHours(25));
        await app.RunMaintenanceAsync();

        (await client.CompleteAsync(ticket)).ShouldFail(404);
        (await client.InitiateAsync("b.txt", 10)).ShouldBe(200);
        using var blob = await TenantClient.FetchAsync(ticket["url"].GetString()!);
        blob.IsSuccessStatusCode.ShouldBeFalse();
    }

    public static TheoryData<string, int, string> BadAnnouncements => new()
    {
        { "", 422, "body" },
        { "[]", 422, "body" },
        { "null", 422, "body" },
        { "{\"name\":", 422, "name" },
        { "{\"size\":1,\"space_id\":\"SPACE\"}", 422, "name" },
        { "{\"name\":\"a\",\"space_id\":\"SPACE\"}", 422, "size" },
        { "{\"name\":\"a\",\"size\":1}", 422, "space_id" },
        { "{\"name\":7,\"size\":1,\"space_id\":\"SPACE\"}", 422, "name" },
        { "{\"name\":\"a\",\"size\":\"1\",\"space_id\":\"SPACE\"}", 422, "size" },
        { "{\"name\":\"a\",\"size\":-1,\"space_id\":\"SPACE\"}", 422, "size" },
        { "{\"name\":\"a\",\"size\":1.5,\"space_id\":\"SPACE\"}", 422, "size" },
        { "{\"name\":\"a\",\"size\":99999999999999,\"space_id\":\"SPACE\"}", 422, "size" },
        { "{\"name\":\"a\",\"size\":1,\"space_id\":\"nonsense\"}", 422, "space_id" },
        { "{\"name\":\"a\",\"size\":1,\"space_id\":\"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f\"}", 404, "Space" },
        { "{\"name\":\"a\",\"size\":1,\"space_id\":\"SPACE\",\"folder_id\":\"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f\"}", 404, "Folder" },
        { "{\"name\":\"a\",\"size\":1,\"space_id\":\"SPACE\",\"folder_id\":\"x\"}", 422, "folder_id" },
        { "{\"name\":\"a\",\"size\":1,\"space_id\":\"SPACE\",\"app\":\"No Such\"}", 422, "app" },
        { "{\"name\":\"a\",\"size\":1,\"space_id\":\"SPACE\",\"client_key\":\"\"}", 422, "client_key" },
        { "{\"name\":\"\\ud800\",\"size\":1,\"space_id\":\"SPACE\"}", 422, "name" },
    };

    [Theory, MemberData(nameof(BadAnnouncements))]
    public async Task A_bad_announcement_is_refused_and_names_the_field(string body, int status, string mentions)
    {
        var client = await app.NewTenantAsync();

        (await client.PostAsync("uploads/initiate", body.Replace("SPACE", await client.SpaceAsync(), StringComparison.Ordinal)))
            .ShouldFail(status, mentions);
    }

    [Fact]
    public async Task A_tenant_may_name_200_products()
    {
        var client = await app.NewTenantAsync();
        await client.SpaceAsync();
        for (var number = 0; number < 200; number++)
            (await client.InitiateAsync("a", 1, app: $"app-{number}")).ShouldBe(200);

        (await client.InitiateAsync("a", 1, app: "one-more")).ShouldFail(422, "app");
        (await client.InitiateAsync("a", 1, app: "app-7")).ShouldBe(200);
        (await client.GetAsync("quota")).ShouldBe(200)["by_app"].GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        var client = await app.NewTenantAsync();

        (await client.PostAsync("uploads/initiate", "{\"name\":\"" + new string('a', 5_000_000) + "\"}")).ShouldFail(413);
        (await client.PostAsync("uploads/initiate", new string('[', 200) + new string(']', 200))).ShouldFail(422, "body");
    }

    [Fact, Contract(233)]
    public async Task A_SHA_256_that_the_caller_sends_is_compared_by_the_scan()
    {
        var client = await app.NewTenantAsync();
        var bytes = "Hello, hash"u8.ToArray();
        var right = Convert.ToHexString(SHA256.HashData(bytes));

        var good = await Upload(client, bytes, right);
        (good["scan_status"].GetString(), good["status"].GetString()).ShouldBe(("clean", "ready"));
        var bad = await Upload(client, bytes, new string('0', 64));
        (bad["scan_status"].GetString(), bad["status"].GetString()).ShouldBe(("failed", "quarantined"));
        bad["sha256"].GetString().ShouldBe(right.ToLowerInvariant());
        (await client.GetAsync($"files/{bad["id"].GetString()}/download")).ShouldFail(409, "failed");
    }

    [Theory, Contract(233), InlineData("00"), InlineData("zz00000000000000000000000000000000000000000000000000000000000000"), InlineData("")]
    public async Task A_SHA_256_that_is_none_is_a_422(string sha256)
    {
        var client = await app.NewTenantAsync();
        var ticket = (await client.InitiateAsync("a", 1)).ShouldBe(200);
        (await client.PostAsync("uploads/complete", new { file_id = ticket["file_id"].GetString(), key = ticket["key"].GetString(), sha256 }))
            .ShouldFail(422, "sha256");
    }

    private static async Task<ApiResponse> Upload(TenantClient client, byte[] bytes, string sha256)
    {
        var ticket = (await client.InitiateAsync("hash.txt", bytes.Length)).ShouldBe(200);
        (await TenantClient.PutBytesAsync(ticket, bytes)).ShouldBe(201);
        var id = (await client.PostAsync("uploads/complete", new { file_id = ticket["file_id"].GetString(), key = ticket["key"].GetString(), sha256 }))
            .ShouldBe(200)["id"].GetString();
        await TenantClient.UntilAsync("it is scanned", async () =>
            (await client.GetAsync($"files/{id}")).ShouldBe(200)["scan_status"].GetString() != "pending");
        return await client.GetAsync($"files/{id}");
    }
}
