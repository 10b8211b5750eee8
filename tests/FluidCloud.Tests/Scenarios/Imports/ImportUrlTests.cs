using System.Security.Cryptography;
using System.Text.Json;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class ImportUrlTests(ImportApp app) : IClassFixture<ImportApp>
{
    private static readonly string[] Tags = ["a"];

    private async Task<string> ImportAsync(TenantClient client, string path, string? name = null) =>
        (await client.PostAsync("uploads/import-url", new { url = app.Source.Url(path), space_id = await client.SpaceAsync(), name }))
            .ShouldBe(202)["file_id"].GetString()!;

    /// <summary>The upload when it is importing no more.</summary>
    private static async Task<ApiResponse> SettledAsync(TenantClient client, string file)
    {
        ApiResponse? upload = null;
        await TenantClient.UntilAsync("the import has ended", async () =>
            (upload = (await client.GetAsync($"uploads/{file}")).ShouldBe(200))["status"].GetString() != "importing");
        return upload!;
    }

    private async Task<string> FailureAsync(TenantClient client, string path)
    {
        var file = await ImportAsync(client, path);
        var upload = await SettledAsync(client, file);
        upload["status"].GetString().ShouldBe("failed", upload.Text);
        (await client.GetAsync($"files/{file}")).ShouldFail(404);
        (await StoredBytes.Parts(client)).ShouldBeEmpty();
        (await StoredBytes.Blobs(client)).ShouldBeEmpty();
        (await client.InitiateAsync("room.bin", 1_000_000)).ShouldBe(200); // Nothing is reserved any more.
        return upload["error"].GetString()!;
    }

    private Task<TenantClient> SmallTenantAsync() => app.NewTenantAsync(bytesLimit: 1_000_000);

    [Theory, InlineData("bytes", 0), InlineData("bytes", 5), InlineData("chunked", 5), InlineData("bytes", 9_000_000), InlineData("chunked", 9_000_000)]
    public async Task A_URL_becomes_a_file(string way, int size)
    {
        var client = await app.NewTenantAsync(bytesLimit: size);

        var file = await ImportAsync(client, $"{way}/{size}", "imported.bin");
        var upload = await SettledAsync(client, file);

        upload["status"].GetString().ShouldBe("completed", upload.Text);
        upload["size"].GetInt64().ShouldBe(size);
        await TenantClient.UntilAsync("it is scanned", async () => (await client.GetAsync($"files/{file}")).ShouldBe(200)["status"].GetString() == "ready");
        var imported = await client.GetAsync($"files/{file}");
        imported["name"].GetString().ShouldBe("imported.bin");
        imported["size"].GetInt64().ShouldBe(size);
        imported["sha256"].GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(SourceServer.Bytes(size))));
        (await client.BytesUsedAsync()).ShouldBe(size);
        (await StoredBytes.Parts(client)).ShouldBeEmpty();
        (await client.InitiateAsync("b.bin", 1)).ShouldFail(402);
        (await client.InitiateAsync("b.bin", 0)).ShouldBe(200);
    }

    [Fact]
    public async Task It_answers_202_at_once_and_says_how_far_it_is()
    {
        var client = await app.NewTenantAsync();

        var started = (await client.PostAsync("uploads/import-url", new
        {
            url = app.Source.Url("bytes/7/report%20final.txt"),
            space_id = await client.SpaceAsync(),
            client_key = "imports/1",
            app = "acme",
            tags = Tags,
        })).ShouldBe(202);

        started["status"].GetString().ShouldBe("importing");
        var file = started["file_id"].GetString()!;
        (await SettledAsync(client, file))["name"].GetString().ShouldBe("report final.txt");
        var resolved = (await client.GetAsync("files/resolve?client_key=imports/1&app=acme")).ShouldBe(200);
        resolved["id"].GetString().ShouldBe(file);
        // Nothing of this server went along.
        app.Source.Headers.Cookie.Count.ShouldBe(0);
        app.Source.Headers.Authorization.Count.ShouldBe(0);
        app.Source.Headers.TraceParent.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Redirects_are_followed_up_to_five()
    {
        var client = await SmallTenantAsync();

        (await SettledAsync(client, await ImportAsync(client, "redirect/5", "a")))["status"].GetString().ShouldBe("completed");
        (await SettledAsync(client, await ImportAsync(client, "redirect/6", "a")))["error"].GetString()!.ShouldContain("more than 5");
    }

    [Theory]
    [InlineData("http://127.0.0.2/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://168.63.129.16/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    public async Task A_redirect_to_an_address_that_is_not_public_is_refused(string to) =>
        (await FailureAsync(await SmallTenantAsync(), $"redirect?to={Uri.EscapeDataString(to)}&a=a"))
            .ShouldBe("The redirect target must resolve to a public address.");

    [Theory]
    [InlineData("ftp://example.com/a", "http")]
    [InlineData("http://user:secret@example.com/", "user name")]
    [InlineData("http://example.com:22/", "port")]
    public async Task A_redirect_elsewhere_is_refused(string to, string mentions) =>
        (await FailureAsync(await SmallTenantAsync(), $"redirect?to={Uri.EscapeDataString(to)}")).ShouldContain(mentions);

    [Theory, InlineData("//host:99999/a"), InlineData("//["), InlineData("http:///a")]
    public async Task A_redirect_to_what_is_no_URL_is_refused(string to) =>
        (await FailureAsync(await SmallTenantAsync(), $"redirect?to={Uri.EscapeDataString(to)}&a=a"))
            .ShouldBeOneOf("The URL redirects to an invalid URL.", "The server answered 302, not 200.");

    /// <summary>What HttpClient says of such answers repeats them.</summary>
    [Theory]
    [InlineData("HTTP/1.1 fck-secret\r\n\r\n")]
    [InlineData("SMTP fck-secret\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nLocation https//store/a?sig=fck-secret\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfck-secret\r\n")]
    public async Task What_is_no_HTTP_is_told_and_gets_into_no_log(string answer)
    {
        (await FailureAsync(await SmallTenantAsync(), $"raw?answer={Uri.EscapeDataString(answer)}"))
            .ShouldBeOneOf("The server sent an invalid HTTP response.", "The connection to the server broke off.");

        app.Log.Lines.ShouldContain(line => line.Contains("to import file"));
        app.Log.Lines.ShouldAllBe(line => !line.Contains("fck-secret"));
    }

    /// <summary>A source may answer encoded in spite of <c>identity</c>: the file is what the URL means.</summary>
    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("gzip-br")]
    [InlineData("identity")]
    public async Task An_encoded_answer_becomes_the_file_that_it_encodes(string coding)
    {
        var client = await app.NewTenantAsync(bytesLimit: 300_000);

        var file = await ImportAsync(client, $"encoded/300000/{coding}", "table.csv");

        (await SettledAsync(client, file))["status"].GetString().ShouldBe("completed");
        await client.WaitForScanAsync(file);
        (await client.GetAsync($"files/{file}"))["sha256"].GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(SourceServer.Bytes(300_000))));
    }

    /// <summary>Servers say it of archives that are gzip files themselves.</summary>
    [Fact]
    public async Task A_gzip_file_that_is_called_encoded_stays_one()
    {
        var client = await app.NewTenantAsync();

        var file = await ImportAsync(client, "encoded/1000/gzip/gzip", "archive.tar.gz");

        (await SettledAsync(client, file))["status"].GetString().ShouldBe("completed");
        await client.WaitForScanAsync(file);
        (await client.GetAsync($"files/{file}"))["mime"].GetString().ShouldBe("application/gzip");
    }

    [Theory]
    [InlineData("encoded/100/zstd", "The server sent the file in a Content-Encoding that can't be decoded.")]
    [InlineData("encoded/100/gzip-gzip-gzip", "The server sent the file in a Content-Encoding that can't be decoded.")]
    [InlineData("encoded/1000001/gzip", "The storage pool is full.")]
    [InlineData("status/404", "The server answered 404, not 200.")]
    [InlineData("status/204", "The server answered 204, not 200.")]
    [InlineData("status/503", "The server answered 503, not 200.")]
    [InlineData("huge/", "The file is larger than 10000000 bytes.")]
    [InlineData("endless/", "The storage pool is full.")]
    [InlineData("slow/", "The server took longer than 20 seconds.")]
    [InlineData("broken/100", "The connection to the server broke off.")]
    [InlineData("bytes/1000001", "The storage pool is full.")]
    public async Task A_failure_says_why_and_leaves_nothing(string path, string error) =>
        (await FailureAsync(await SmallTenantAsync(), path)).ShouldBe(error);

    [Fact]
    public async Task An_endless_answer_ends_at_the_limit()
    {
        var client = await app.NewTenantAsync();

        (await FailureAsync(client, "endless/")).ShouldBe("The file is larger than 10000000 bytes.");
    }

    [Fact]
    public async Task What_may_pass_is_tried_again()
    {
        var client = await SmallTenantAsync();

        (await SettledAsync(client, await ImportAsync(client, "flaky/x")))["status"].GetString().ShouldBe("completed");
    }

    [Fact]
    public async Task A_running_import_can_be_aborted_and_completing_it_is_no_way_around()
    {
        var client = await SmallTenantAsync();
        var calls = app.Source.Calls;
        var file = await ImportAsync(client, "wait/500000");
        await TenantClient.UntilAsync("the server is asked", () => Task.FromResult(app.Source.Calls > calls));

        (await client.PostAsync("uploads/complete", new { file_id = file, key = $"{client.Tenant}/{file}" })).ShouldFail(404);
        (await client.DeleteAsync($"uploads/{file}")).ShouldBe(204);

        (await client.GetAsync($"uploads/{file}")).ShouldFail(404);
        (await client.DeleteAsync($"uploads/{file}")).ShouldFail(404);
        app.Source.Waiting.TrySetResult();
        (await client.InitiateAsync("b.bin", 1_000_000)).ShouldBe(200);
        app.Clock.Skip(TimeSpan.FromMinutes(30));
        await app.RunMaintenanceAsync();
        (await StoredBytes.Parts(client)).ShouldBeEmpty();
        (await StoredBytes.Blobs(client)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failure_can_be_read_for_a_week_or_dismissed()
    {
        var client = await SmallTenantAsync();
        var (kept, dismissed) = (await ImportAsync(client, "status/404"), await ImportAsync(client, "status/410"));
        (await SettledAsync(client, kept))["expires_at"].ValueKind.ShouldBe(JsonValueKind.String);
        await SettledAsync(client, dismissed);

        (await client.DeleteAsync($"uploads/{dismissed}")).ShouldBe(204);
        app.Clock.Skip(TimeSpan.FromDays(6));
        await app.RunMaintenanceAsync();

        (await client.GetAsync($"uploads/{dismissed}")).ShouldFail(404);
        (await client.GetAsync($"uploads/{kept}")).ShouldBe(200);
        app.Clock.Skip(TimeSpan.FromDays(2));
        await app.RunMaintenanceAsync();
        (await client.GetAsync($"uploads/{kept}")).ShouldFail(404);
    }

    [Fact]
    public async Task Of_many_imports_at_once_into_little_room_no_more_than_fit_succeed()
    {
        var client = await app.NewTenantAsync(bytesLimit: 3000);
        await client.SpaceAsync();

        var files = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ImportAsync(client, "bytes/1000")));
        var statuses = await Task.WhenAll(files.Select(async file => (await SettledAsync(client, file))["status"].GetString()));

        statuses.Count(status => status == "completed").ShouldBe(3);
        statuses.Count(status => status == "failed").ShouldBe(7);
        (await client.BytesUsedAsync()).ShouldBe(3000);
    }

    [Fact]
    public async Task An_upload_that_waits_for_its_bytes_is_pending_and_then_completed()
    {
        var client = await app.NewTenantAsync();
        var ticket = (await client.InitiateAsync("a.txt", 3)).ShouldBe(200);

        var pending = (await client.GetAsync($"uploads/{ticket["file_id"]}")).ShouldBe(200);
        (await TenantClient.PutBytesAsync(ticket, [1, 2, 3])).ShouldBe(201);
        (await client.CompleteAsync(ticket)).ShouldBe(200);
        var completed = (await client.GetAsync($"uploads/{ticket["file_id"]}")).ShouldBe(200);

        (pending["status"].GetString(), pending["size"].GetInt64(), pending["error"].GetString()).ShouldBe(("pending", 3, null));
        (completed["status"].GetString(), completed["size"].GetInt64(), completed["name"].GetString()).ShouldBe(("completed", 3, "a.txt"));
        (await client.GetAsync($"uploads/{Guid.NewGuid()}")).ShouldFail(404);
        (await client.GetAsync("uploads/nonsense")).ShouldFail(422, "file_id");
    }

    public static TheoryData<string, string> BadImports => new()
    {
        { """{"space_id":"SPACE"}""", "url" },
        { """{"url":"","space_id":"SPACE"}""", "url" },
        { """{"url":7,"space_id":"SPACE"}""", "url" },
        { """{"url":"nonsense","space_id":"SPACE"}""", "url" },
        { """{"url":"/etc/passwd","space_id":"SPACE"}""", "url" },
        { """{"url":"file:///etc/passwd","space_id":"SPACE"}""", "url" },
        { """{"url":"ftp://example.com/a","space_id":"SPACE"}""", "url" },
        { """{"url":"http://user@example.com/a","space_id":"SPACE"}""", "url" },
        { """{"url":"http://example.com:8080/a","space_id":"SPACE"}""", "url" },
        { """{"url":"http://10.0.0.1/a","space_id":"SPACE"}""", "url" },
        { """{"url":"http://169.254.169.254/a","space_id":"SPACE"}""", "url" },
        { """{"url":"http://[::1]/a","space_id":"SPACE"}""", "url" },
        { """{"url":"http://example.com/","space_id":"SPACE"}""", "name" },
        { """{"url":"http://example.com/a%2Fb","space_id":"SPACE"}""", "name" },
        { """{"url":"http://example.com/a"}""", "space_id" },
        { """{"url":"http://example.com/a","space_id":"SPACE","tags":"a"}""", "tags" },
    };

    [Theory, MemberData(nameof(BadImports))]
    public async Task A_bad_import_is_refused_and_names_the_field(string body, string mentions)
    {
        var client = await app.NewTenantAsync();

        (await client.PostAsync("uploads/import-url", body.Replace("SPACE", await client.SpaceAsync(), StringComparison.Ordinal)))
            .ShouldFail(422, mentions);
    }
}
