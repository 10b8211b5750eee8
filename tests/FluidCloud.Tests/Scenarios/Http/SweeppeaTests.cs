using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>Sweeppea's document "Delete File", and what goes with it. Bodies are pinned byte for byte.</summary>
public class SweeppeaTests(StuckApp app) : IClassFixture<StuckApp>
{
    private const string NoSuchToken = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f";

    private const string BadToken =
        """{"Response":false,"Message":"Invalid or Missing FileToken.","Help":{"ExpectedBody":{"FileToken":"string (required) — UUID v4 of the file to delete"}}}""";

    [Fact, Contract(180, 182, 184, 186, 187, 194, 231)]
    public async Task A_deletion_answers_with_a_receipt_and_frees_the_quota_at_once()
    {
        var client = await app.NewTenantAsync(monthlyCalls: 1_500_000);
        var id = await client.UploadAsync("report.pdf", RandomNumberGenerator.GetBytes(34_980));
        var calls = await CallsAsync(client);

        var answer = (await client.SweeppeaAsync("delete", new { FileToken = id })).ShouldBe(200);

        answer.Text.ShouldBe(
            $$"""{"Response":true,"Telemetry":{"DataConsumed":0,"APICalls":{{calls + 1}},"MaxAPICalls":1500000},"Data":{"FileToken":"{{id}}","Filename":"report.pdf","SizeMB":0.03},"Message":"(OK) File deleted successfully."}""");
        (await client.BytesUsedAsync()).ShouldBe(0);
        (await client.GetAsync($"files/{id}")).ShouldFail(404);
        (await client.PostAsync($"files/{id}/restore")).ShouldFail(404);
        (await StoredState.OfAsync(client)).Blobs.ShouldBeEmpty();
    }

    [Fact, Contract(184, 187, 229)]
    public async Task A_token_may_be_in_upper_case_and_a_trashed_file_is_deleted_too()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadUnscannedAsync("größe \"1\".txt", new byte[3]);
        await client.TrashAsync(id);

        var answer = (await client.SweeppeaAsync("delete", new { FileToken = id.ToUpperInvariant() })).ShouldBe(200);

        answer.Text.ShouldContain($$"""{"FileToken":"{{id}}","Filename":"größe \"1\".txt","SizeMB":0}""");
    }

    [Theory, Contract(184, 188, 229)]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("<a/>")]
    [InlineData("a=b")]
    [InlineData("""{"FileToken":null}""")]
    [InlineData("""{"FileToken":""}""")]
    [InlineData("""{"FileToken":7}""")]
    [InlineData("""{"FileToken":{}}""")]
    [InlineData("""{"FileToken":["9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f"]}""")]
    [InlineData("""{"FileToken":"uuid-v4-string"}""")]
    [InlineData("""{"FileToken":"\ud800"}""")]
    [InlineData("""{"filetoken":"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f"}""")]
    [InlineData("""{"FileToken":"9f1c2d3e4a5b4c7d8e9f0a1b2c3d4e5f"}""")]
    [InlineData("""{"FileToken":" 9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f"}""")]
    [InlineData("""{"FileToken":"{9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f}"}""")]
    [InlineData("""{"FileToken":"9f1c2d3e-4a5b-1c7d-8e9f-0a1b2c3d4e5f"}""")]
    [InlineData("""{"FileToken":"9f1c2d3e-4a5b-4c7d-ce9f-0a1b2c3d4e5f"}""")]
    [InlineData("""{"FileToken":"00000000-0000-0000-0000-000000000000"}""")]
    [InlineData("""{"FileToken":"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f","FileToken":"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f"}""")]
    public async Task A_missing_or_invalid_token_is_a_400_that_shows_the_expected_body(string body) =>
        (await (await app.NewTenantAsync()).SweeppeaAsync("delete", body)).ShouldBe(400).Text.ShouldBe(BadToken);

    [Fact]
    public async Task What_a_body_has_besides_is_passed_over_and_its_size_is_bounded()
    {
        var client = await app.NewTenantAsync();

        (await client.SweeppeaAsync("delete", $$"""{"Folder":{"a":[1]},"FileToken":"{{NoSuchToken}}"}""")).ShouldBe(404);
        (await client.SweeppeaAsync("delete", new StringContent($$"""{"FileToken":"{{NoSuchToken}}"}""", Encoding.UTF8, "text/plain"))).ShouldBe(404);
        (await client.SweeppeaAsync("delete", "{\"a\":\"" + new string('x', 2_000_000) + "\"}")).ShouldBe(413).Text.ShouldBe(
            """{"Response":false,"Message":"The request body is larger than 1048576 bytes.","Code":413}""");
    }

    [Theory, Contract(183, 189)]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer a b")]
    [InlineData("KEY")]
    [InlineData("X-API-Key")]
    public async Task A_missing_or_malformed_bearer_header_is_a_401(string? authorization)
    {
        var client = await app.NewTenantAsync();
        foreach (var route in new[] { "delete", "fetch", "getFileUrl" })
        {
            var answer = await TenantClient.SendRawAsync(app, HttpMethod.Post, "files/" + route, new { FileToken = NoSuchToken }, headers =>
            {
                if (authorization == "X-API-Key")
                    headers.Add("X-API-Key", client.Key);
                else if (authorization is not null)
                    headers.TryAddWithoutValidation("Authorization", authorization.Replace("KEY", client.Key, StringComparison.Ordinal));
            });

            answer.ShouldBe(401).Text.ShouldBe("""{"Response":false,"Message":"Invalid or Missing Bearer Token","Code":401}""");
        }
    }

    [Fact, Contract(190)]
    public async Task An_unknown_malformed_or_revoked_key_is_a_403()
    {
        foreach (var key in new[] { ApiKey.NewText(), "YOUR_API_KEY", "fck_live_0" })
        {
            var answer = await TenantClient.SendRawAsync(
                app, HttpMethod.Post, "files/delete", "{}", headers => headers.TryAddWithoutValidation("Authorization", "Bearer " + key));

            answer.ShouldBe(403).Text.ShouldBe("""{"Response":false,"Message":"Invalid API Token","Code":403}""");
        }
    }

    [Fact]
    public async Task A_key_without_the_scope_is_a_403_that_helps()
    {
        var client = await app.NewTenantAsync();
        var reader = new TenantClient(app, client.Tenant, await app.NewKeyAsync(client.Tenant, [Scope.FilesRead]));

        (await reader.SweeppeaAsync("delete", new { FileToken = NoSuchToken })).ShouldBe(403).Text.ShouldBe(
            """{"Response":false,"Message":"Invalid API Token","Code":403,"Help":"The API key lacks files:write."}""");
    }

    [Fact, Contract(191, 193, 231)]
    public async Task What_is_not_there_and_what_is_anothers_are_one_404_with_telemetry()
    {
        var foreign = await (await app.NewTenantAsync()).UploadUnscannedAsync("a.txt", new byte[1]);
        var client = await app.NewTenantAsync(monthlyCalls: 1_500_000);

        var calls = 0;
        foreach (var token in new[] { NoSuchToken, foreign, Guid.NewGuid().ToString() })
        {
            (await client.SweeppeaAsync("delete", new { FileToken = token })).ShouldBe(404).Text.ShouldBe(
                $$"""{"Response":false,"Telemetry":{"DataConsumed":0,"APICalls":{{++calls}},"MaxAPICalls":1500000},"Message":"File not found or access denied.","Code":404}""");
        }
    }

    [Fact, Contract(180, 181, 192)]
    public async Task A_storage_failure_is_a_500_and_the_deletion_goes_on_by_itself()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("stuck.txt");
        app.Stuck.Files.Add(id);

        (await client.SweeppeaAsync("delete", new { FileToken = id })).ShouldBe(500).Text
            .ShouldBe("""{"Response":false,"Message":"Internal Server Error","Code":500}""");

        app.Stuck.Files.Remove(id);
        (await client.SweeppeaAsync("delete", new { FileToken = id })).ShouldBe(404);
        app.Clock.Skip(TimeSpan.FromHours(1));
        await app.RunMaintenanceAsync();
        await TenantClient.UntilAsync("the bytes are erased", async () => (await StoredState.OfAsync(client)).Blobs.Count == 0);
        await TenantClient.UntilAsync("the quota is released", async () => await client.BytesUsedAsync() == 0);
    }

    [Fact, Contract(180, 184, 185, 186)]
    public async Task The_documented_curl_call_works_unchanged()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadUnscannedAsync("report.pdf", new byte[10]);

        var lines = await NodeScript.RunAsync("sweeppea.mjs", app, client.Key, id);
        lines[0].ShouldBe("200");
        lines[1].ShouldContain($$""""Data":{"FileToken":"{{id}}","Filename":"report.pdf","SizeMB":0},"Message":"(OK) File deleted successfully."}"""");

        (await NodeScript.RunAsync("sweeppea.mjs", app, client.Key, id))[0].ShouldBe("404");
        (await NodeScript.RunAsync("sweeppea.mjs", app, client.Key, "uuid-v4-string")).ShouldBe(["400", BadToken]);
    }

    [Fact]
    public async Task A_file_comes_in_Base64_and_is_fetched_once_it_is_clean()
    {
        var client = await app.NewTenantAsync(bytesLimit: 100, monthlyCalls: 100);
        var calls = await CallsAsync(client);

        var answer = (await client.SweeppeaAsync("upload", new { Filename = "größe.txt", MimeType = "image/png", FileData = "SGVsbG8=", Private = true })).ShouldBe(200);

        var (token, created) = (answer["Data"].GetProperty("FileToken").GetString()!, answer["Data"].GetProperty("CreationDate").GetString()!);
        answer.Text.ShouldBe(
            $$"""{"Response":true,"Telemetry":{"DataConsumed":0,"APICalls":{{calls + 1}},"MaxAPICalls":100},"Data":{"FileToken":"{{token}}","Filename":"größe.txt","Size":5,"SizeMB":0,"CreationDate":"{{created}}"},"Message":"(OK) File uploaded successfully."}""");
        await client.WaitForScanAsync(token);
        var url = (await client.SweeppeaAsync("getFileUrl", new { FileToken = token })).ShouldBe(200)["Data"];
        url.GetProperty("MimeType").GetString().ShouldBe("text/plain");
        using var bytes = await TenantClient.FetchAsync(url.GetProperty("Url").GetString()!);
        (await bytes.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("Hello");
        (await client.BytesUsedAsync()).ShouldBe(5);
        (await StoredBytes.Parts(client)).ShouldBeEmpty();

        (await client.SweeppeaAsync("upload", new { Filename = "größe.txt", FileData = "SGVsbG8=" })).ShouldBe(409).Text.ShouldBe(
            $$"""{"Response":false,"Message":"A file with this name already exists.","ExistingFileToken":"{{token}}","Code":409}""");
        (await client.SweeppeaAsync("upload", new { Filename = "b.txt", FileData = Convert.ToBase64String(new byte[96]) })).ShouldBe(400)["Message"].GetString()
            .ShouldBe("The storage pool is full.");
        (await client.SweeppeaAsync("delete", new { FileToken = token })).ShouldBe(200);
        (await client.SweeppeaAsync("upload", new { Filename = "größe.txt", FileData = "SGVsbG8=" })).ShouldBe(200);
    }

    [Fact]
    public async Task Ten_megabytes_are_taken_and_not_one_byte_more()
    {
        var client = await app.NewTenantAsync();

        (await client.SweeppeaAsync("upload", new { Filename = "a.bin", FileData = Convert.ToBase64String(new byte[10 * 1024 * 1024]) })).ShouldBe(200);
        (await client.SweeppeaAsync("upload", new { Filename = "b.bin", FileData = Convert.ToBase64String(new byte[10 * 1024 * 1024 + 1]) }))
            .ShouldBe(400)["Message"].GetString().ShouldBe("Invalid FileData.");
        (await client.SweeppeaAsync("upload", new { Filename = "c.bin", FileData = Convert.ToBase64String(new byte[11 * 1024 * 1024]) })).ShouldBe(413);
    }

    [Theory]
    [InlineData("{}", "FileData")]
    [InlineData("""{"Filename":"a.txt"}""", "FileData")]
    [InlineData("""{"Filename":"a.txt","FileData":""}""", "FileData")]
    [InlineData("""{"Filename":"a.txt","FileData":"a b"}""", "FileData")]
    [InlineData("""{"Filename":"a.txt","FileData":"SGVsbG8"}""", "FileData")]
    [InlineData("""{"Filename":"a.txt","FileData":7}""", "FileData")]
    [InlineData("""{"FileData":"SGVsbG8="}""", "Filename")]
    [InlineData("""{"Filename":"../a","FileData":"SGVsbG8="}""", "Filename")]
    [InlineData("""{"Filename":7,"FileData":"SGVsbG8="}""", "Filename")]
    [InlineData("""{"Filename":"a.txt","FileData":"SGVsbG8=","Private":false}""", "Private")]
    [InlineData("[]", "Body")]
    public async Task An_upload_that_can_not_be_is_a_400(string body, string field)
    {
        var refused = (await (await app.NewTenantAsync()).SweeppeaAsync("upload", body)).ShouldBe(400);

        refused["Message"].GetString().ShouldBe($"Invalid {field}.");
        refused["Help"].GetProperty("ExpectedBody").EnumerateObject().Select(one => one.Name).ShouldBe(["Filename", "MimeType", "FileData", "Private"]);
    }

    [Fact]
    public async Task Files_are_fetched_by_page_the_newest_first_with_the_storage()
    {
        var client = await app.NewTenantAsync(bytesLimit: 10 * 1024 * 1024, monthlyCalls: 100);
        var ids = new List<string>();
        for (var number = 0; number < 3; number++)
            ids.Add(await client.UploadAsync($"{number}.txt", Encoding.UTF8.GetBytes(new string('x', 524_288))));
        await client.TrashAsync(await client.UploadUnscannedAsync("trashed.txt", new byte[524_288]));

        var first = (await client.SweeppeaAsync("fetch", new { Page = 1, Limit = 2 })).ShouldBe(200);

        first.Text.ShouldStartWith("""{"Response":true,"Telemetry":{"DataConsumed":0,"APICalls":""");
        first.Text.ShouldEndWith(
            ""","Storage":{"UsedMB":2,"MaxMB":10,"RemainingMB":8},"Pagination":{"Page":1,"Limit":2,"TotalFiles":3,"TotalPages":2}},"Message":"(OK) Files fetched successfully."}""");
        var newest = first["Data"].GetProperty("Files")[0];
        var created = newest.GetProperty("CreationDate").GetString()!;
        newest.GetRawText().ShouldBe(
            $$$"""{"FileToken":"{{{ids[2]}}}","CategoryToken":null,"CreationDate":"{{{created}}}","SharedTo":[],"VisibleToAdmins":true,"FileInfo":{"Filename":"2.txt","Size":524288,"MimeType":"text/plain","Path":"{{{client.Tenant}}}/{{{ids[2]}}}","Encoding":"binary","UploadByAdmin":false,"Opened":false,"Private":true}}""");
        first["Data"].GetProperty("Categories").GetArrayLength().ShouldBe(0);
        DateTimeOffset.ParseExact(created, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            .ShouldBe(app.Clock.GetUtcNow(), TimeSpan.FromMinutes(5));
        Tokens(first).ShouldBe([ids[2], ids[1]]);
        Tokens(await client.SweeppeaAsync("fetch", new { Page = 2, Limit = 2 })).ShouldBe([ids[0]]);
        Tokens(await client.SweeppeaAsync("fetch", new { Page = 3, Limit = 2 })).ShouldBeEmpty();
        foreach (var body in new[] { "", "{}", """{"Page":null,"Limit":null}""" })
        {
            var all = (await client.SweeppeaAsync("fetch", body)).ShouldBe(200);
            Tokens(all).ShouldBe([ids[2], ids[1], ids[0]]);
            all["Data"].GetProperty("Pagination").GetRawText().ShouldBe("""{"Page":1,"Limit":50,"TotalFiles":3,"TotalPages":1}""");
        }
    }

    [Fact]
    public async Task Nothing_remains_when_the_limit_was_set_below_what_is_used()
    {
        var client = await app.NewTenantAsync(bytesLimit: 1024 * 1024);
        await client.UploadUnscannedAsync("a.txt", new byte[1024 * 1024]);
        var (metadata, partition) = (app.Services.GetRequiredService<IMetadataStore>(), Partitions.Of(client.Tenant));
        var tenant = await metadata.Read<Tenant>(partition, Tenant.OnlyId, TestContext.Current.CancellationToken);
        (await metadata.Commit(partition, [Change.Replace(tenant! with { BytesLimit = 512 * 1024 })], TestContext.Current.CancellationToken)).Succeeded.ShouldBeTrue();

        (await client.SweeppeaAsync("fetch")).ShouldBe(200)["Data"].GetProperty("Storage").GetRawText().ShouldBe(
            """{"UsedMB":1,"MaxMB":0.5,"RemainingMB":0}""");
    }

    [Theory]
    [InlineData("""{"Page":0}""", "Page")]
    [InlineData("""{"Page":-1}""", "Page")]
    [InlineData("""{"Page":"1"}""", "Page")]
    [InlineData("""{"Page":1.5}""", "Page")]
    [InlineData("""{"Page":202}""", "Page")]
    [InlineData("""{"Limit":0}""", "Limit")]
    [InlineData("""{"Limit":201}""", "Limit")]
    [InlineData("""{"Limit":99999999999}""", "Limit")]
    [InlineData("[]", "Body")]
    public async Task A_page_that_can_not_be_is_a_400(string body, string field) =>
        (await (await app.NewTenantAsync()).SweeppeaAsync("fetch", body)).ShouldBe(400).Text.ShouldBe(
            $$$$"""{"Response":false,"Message":"Invalid {{{{field}}}}.","Help":{"ExpectedBody":{"Page":"number (optional) — Page number, from 1. Default: 1","Limit":"number (optional) — Files per page. Range: 1–200. Default: 50"}}}""");

    [Fact]
    public async Task A_file_url_shows_or_saves_and_expires()
    {
        var client = await app.NewTenantAsync(monthlyCalls: 100);
        var id = await client.UploadAsync("a.txt", "Hello"u8.ToArray());
        var calls = await CallsAsync(client);

        var answer = (await client.SweeppeaAsync("getFileUrl", new { FileToken = id })).ShouldBe(200);

        var (url, until) = (answer["Data"].GetProperty("Url").GetString()!, answer["Data"].GetProperty("ExpiresAt").GetString()!);
        answer.Text.ShouldBe(
            $$"""{"Response":true,"Telemetry":{"DataConsumed":0,"APICalls":{{calls + 1}},"MaxAPICalls":100},"Data":{"FileToken":"{{id}}","Filename":"a.txt","MimeType":"text/plain","Size":5,"SizeMB":0,"Mode":"preview","Url":"{{url}}","ExpiresIn":900,"ExpiresAt":"{{until}}"},"Message":"(OK) File URL generated successfully."}""");
        DateTimeOffset.Parse(until, CultureInfo.InvariantCulture).ShouldBe(app.Clock.GetUtcNow().AddSeconds(900), TimeSpan.FromMinutes(2));
        await ServesAsync(url, "inline");

        var saved = (await client.SweeppeaAsync("getFileUrl", new { FileToken = id, Mode = "download", ExpiresIn = 60 })).ShouldBe(200)["Data"];
        saved.GetProperty("Mode").GetString().ShouldBe("download");
        saved.GetProperty("ExpiresIn").GetInt32().ShouldBe(60);
        await ServesAsync(saved.GetProperty("Url").GetString()!, "attachment");

        async Task ServesAsync(string signed, string disposition)
        {
            using var response = await TenantClient.FetchAsync(signed);
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("Hello");
            response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe(disposition);
        }
    }

    [Fact]
    public async Task What_could_run_scripts_is_only_saved()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("page.html", "<html><script>alert(1)</script></html>"u8.ToArray());

        (await client.SweeppeaAsync("getFileUrl", new { FileToken = id, Mode = "preview" })).ShouldBe(200)["Data"].GetProperty("Mode").GetString().ShouldBe("download");
    }

    [Fact]
    public async Task A_file_url_is_refused_for_what_is_not_there_in_trash_or_not_clean()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("a.txt");
        await client.TrashAsync(id);

        (await client.SweeppeaAsync("getFileUrl", new { FileToken = NoSuchToken })).ShouldBe(404)["Message"].GetString().ShouldBe("File not found or access denied.");
        (await client.SweeppeaAsync("getFileUrl", new { FileToken = id })).ShouldBe(404);
        var infected = await client.UploadAsync("eicar.txt", Malware.Eicar);
        (await client.SweeppeaAsync("getFileUrl", new { FileToken = infected })).ShouldBe(409).Text.ShouldBe(
            """{"Response":false,"Message":"File is not ready yet (scan_status='infected'); must be 'clean'.","Code":409}""");
        foreach (var body in new[] { """{"Mode":"preview"}""", """{"FileToken":"x","ExpiresIn":9}""" })
            (await client.SweeppeaAsync("getFileUrl", body)).ShouldBe(400)["Message"].GetString().ShouldBe("Invalid or Missing FileToken.");
        foreach (var (field, value) in new[] { ("Mode", "\"PREVIEW\""), ("Mode", "7"), ("ExpiresIn", "59"), ("ExpiresIn", "3601"), ("ExpiresIn", "\"900\"") })
        {
            var refused = (await client.SweeppeaAsync("getFileUrl", $"{{\"FileToken\":\"{infected}\",\"{field}\":{value}}}")).ShouldBe(400);
            refused["Message"].GetString().ShouldBe($"Invalid {field}.");
            refused["Help"].GetProperty("ExpectedBody").EnumerateObject().Select(one => one.Name).ShouldBe(["FileToken", "Mode", "ExpiresIn"]);
        }
    }

    private static IEnumerable<string> Tokens(ApiResponse answer) =>
        answer.ShouldBe(200)["Data"].GetProperty("Files").EnumerateArray().Select(file => file.GetProperty("FileToken").GetString()!);

    /// <summary>The tenant's calls of this month, this one included.</summary>
    private static async Task<long> CallsAsync(TenantClient client) =>
        (await client.SweeppeaAsync("fetch")).ShouldBe(200)["Telemetry"].GetProperty("APICalls").GetInt64();
}
