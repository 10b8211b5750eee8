using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Adapters.Azure;
using FluidCloud.Core.Shares;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class RawLinkTests(LocalApp app) : IClassFixture<LocalApp>, IAsyncLifetime
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. Enumerable.Range(0, 92).Select(number => (byte)number)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TenantClient client = null!;

    public async ValueTask InitializeAsync() => client = await app.NewTenantAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact, Contract(28, 107, 139, 179)]
    public async Task A_permanent_link_is_shown_and_may_be_kept_for_an_hour()
    {
        var link = await Shared("ä \"b\".png", Png);

        using var answer = await client.FetchAsync(link, HttpMethod.Get);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Bytes(answer)).ShouldBe(Png);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("image/png");
        answer.Content.Headers.ContentLength.ShouldBe(100);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        answer.Content.Headers.ContentDisposition.FileNameStar.ShouldBe("ä \"b\".png");
        answer.Content.Headers.ContentDisposition.FileName.ShouldBe("_ _b_.png");
        answer.Content.Headers.LastModified.ShouldNotBeNull();
        Header(answer, "Cache-Control").ShouldBe("public, max-age=3600");
        answer.Headers.ETag!.ToString().ShouldBe($"\"{Convert.ToHexStringLower(SHA256.HashData(Png))}\"");
        Header(answer, "Accept-Ranges").ShouldBe("bytes");
        Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(answer, "Content-Security-Policy").ShouldContain("sandbox");
        Header(answer, "Content-Security-Policy").ShouldContain("default-src 'none'");
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact, Contract(21, 26)]
    public async Task A_large_file_comes_from_storage_until_it_is_erased()
    {
        var bytes = new byte[OpenLink.MaxStreamed + 1];
        bytes[^1] = 1;
        var file = await client.UploadAsync("ä.bin", bytes);
        var link = await client.ShareAsync(file);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var url = new Uri(app.BaseAddress, link.Path);

        using var redirect = await http.GetAsync(url, Cancel);
        redirect.StatusCode.ShouldBe(HttpStatusCode.Found);
        DescribedAnswers.Check(HttpMethod.Get, link.Path, (int)redirect.StatusCode, redirect.Content.Headers.ContentType?.MediaType, "");
        redirect.Headers.CacheControl!.NoStore.ShouldBeTrue();
        using var asked = new HttpRequestMessage(HttpMethod.Get, redirect.Headers.Location) { Headers = { Range = new(OpenLink.MaxStreamed, null) } };
        using var fetched = await http.SendAsync(asked, Cancel);
        fetched.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await fetched.Content.ReadAsByteArrayAsync(Cancel)).ShouldBe([(byte)1]);
        fetched.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("ä.bin");
        using var head = await http.SendAsync(new(HttpMethod.Head, url), Cancel);
        (head.StatusCode, head.Content.Headers.ContentLength).ShouldBe((HttpStatusCode.OK, bytes.Length));

        (await client.DeleteAsync($"gdpr/files/{file}")).ShouldBe(204);
        (await http.GetAsync(url, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync(redirect.Headers.Location, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_expiring_link_is_kept_by_nobody()
    {
        using var saved = await client.FetchAsync(await Shared("a.png", Png, days: 1), HttpMethod.Get);
        using var shown = await client.FetchAsync(await Shared("a.png", Png, days: 1, permission: "view"), HttpMethod.Get);

        saved.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        shown.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        foreach (var answer in new[] { saved, shown })
            answer.Headers.CacheControl.ShouldBe(new CacheControlHeaderValue { Private = true, NoStore = true });
    }

    [Theory]
    [InlineData("page.html", "<html><script>alert(1)</script></html>", "text/html")]
    [InlineData("image.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml")]
    [InlineData("feed.xml", "<?xml version='1.0'?><a/>", "application/xml")]
    [InlineData("harmless.txt", "<!DOCTYPE html><body onload=alert(1)>", "text/html")]
    public async Task What_a_browser_would_run_is_only_saved(string name, string text, string mime)
    {
        using var answer = await client.FetchAsync(await Shared(name, Encoding.UTF8.GetBytes(text)), HttpMethod.Get);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe(mime);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
    }

    [Theory]
    [InlineData("bytes=0-9", 0, 10)]
    [InlineData("bytes=90-", 90, 10)]
    [InlineData("bytes=-10", 90, 10)]
    [InlineData("bytes=50-50", 50, 1)]
    [InlineData("bytes=95-5000", 95, 5)]
    [InlineData("bytes=-5000", 0, 100)]
    public async Task A_range_is_served_alone(string range, int offset, int count)
    {
        var link = await Shared("a.png", Png);

        using var answer = await client.FetchAsync(link, HttpMethod.Get, $"Range: {range}");

        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await Bytes(answer)).ShouldBe(Png[offset..(offset + count)]);
        answer.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes {offset}-{offset + count - 1}/100");
        answer.Content.Headers.ContentLength.ShouldBe(count);
        using var head = await client.FetchAsync(link, HttpMethod.Head, $"Range: {range}");
        head.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        head.Content.Headers.ContentLength.ShouldBe(count);
    }

    [Theory]
    [InlineData("bytes=100-")]
    [InlineData("bytes=100-200")]
    [InlineData("bytes=-0")]
    public async Task A_range_that_the_file_does_not_have_is_refused_and_kept_by_nobody(string range)
    {
        using var answer = await client.FetchAsync(await Shared("a.png", Png), HttpMethod.Get, $"Range: {range}");

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        answer.Content.Headers.ContentRange!.ToString().ShouldBe("bytes */100");
        (await Bytes(answer)).ShouldBeEmpty();
        Header(answer, "Cache-Control").ShouldBe("no-store");
    }

    [Theory]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=5-1")]
    [InlineData("bytes=a-b")]
    [InlineData("lines=0-1")]
    [InlineData("bytes=")]
    public async Task Any_other_range_is_as_none(string range)
    {
        using var answer = await client.FetchAsync(await Shared("a.png", Png), HttpMethod.Get, $"Range: {range}");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Bytes(answer)).ShouldBe(Png);
    }

    [Fact]
    public async Task Who_has_the_bytes_is_not_sent_them_again()
    {
        var link = await Shared("a.png", Png);
        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Png))}\"";

        using var before = await client.FetchAsync(link, HttpMethod.Head);
        var modified = before.Content.Headers.LastModified!.Value.ToString("R");

        foreach (var condition in new[] { $"If-None-Match: {etag}", $"If-None-Match: \"x\", W/{etag}", "If-None-Match: *", $"If-Modified-Since: {modified}" })
        {
            using var answer = await client.FetchAsync(link, HttpMethod.Get, condition);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotModified, condition);
            answer.Headers.ETag!.ToString().ShouldBe(etag);
            (await Bytes(answer)).ShouldBeEmpty();
        }
        (await Status("If-None-Match: \"x\"")).ShouldBe(200);
        (await Status("Range: bytes=0-9", $"If-Range: {etag}")).ShouldBe(206);
        (await Status("Range: bytes=0-9", "If-Range: \"x\"")).ShouldBe(200);
        (await Status("Range: bytes=0-9", $"If-Range: W/{etag}")).ShouldBe(200);
        (await Status("Range: bytes=0-9", $"If-Range: {modified}")).ShouldBe(206);
        (await Status("Range: bytes=0-9", $"If-Range: {before.Content.Headers.LastModified!.Value.AddDays(1):R}")).ShouldBe(200);
        (await Status("If-Match: \"x\"")).ShouldBe(412);

        async Task<int> Status(params string[] headers)
        {
            using var answer = await client.FetchAsync(link, HttpMethod.Get, headers);
            return (int)answer.StatusCode;
        }
    }

    /// <summary>The edge keeps by path, and a purge names the one path that was given out.</summary>
    [Fact, Contract(21, 29)]
    public async Task Under_another_spelling_of_its_path_nobody_keeps_it()
    {
        Assert.SkipWhen(app.IsOnWorker, "needs the path as the client spelled it, which the Functions host does not pass on: not on the worker.");
        var path = (await Shared("a.png", Png)).Path;

        (await CacheControl(path)).ShouldContain("public");
        (await CacheControl(path + "?a=b")).ShouldContain("public");
        foreach (var spelled in new[] { path + "/", path.Replace("/s/", "/S/", StringComparison.Ordinal), $"/s/%{(int)path[3]:X2}{path[4..]}" })
            (await CacheControl(spelled)).ShouldBe("private, no-store", spelled);

        async Task<string> CacheControl(string target)
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(app.BaseAddress.Host, app.BaseAddress.Port, TestContext.Current.CancellationToken);
            using var stream = connection.GetStream();
            var request = $"HEAD {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"; // HttpClient would tidy the path up.
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream);
            const string Name = "Cache-Control: ";
            return (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split("\r\n")
                .Single(line => line.StartsWith(Name, StringComparison.Ordinal))[Name.Length..];
        }
    }

    [Fact]
    public async Task Head_tells_what_Get_would_without_the_bytes()
    {
        var link = await Shared("a.png", Png);

        using var head = await client.FetchAsync(link, HttpMethod.Head);
        using var get = await client.FetchAsync(link, HttpMethod.Get);

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Bytes(head)).ShouldBeEmpty();
        head.Content.Headers.ToString().ShouldBe(get.Content.Headers.ToString());
        head.Headers.Where(header => header.Key is not ("Date" or "X-Request-ID")).Select(header => $"{header.Key}: {string.Join(',', header.Value)}")
            .ShouldBe(get.Headers.Where(header => header.Key is not ("Date" or "X-Request-ID" or "Transfer-Encoding")).Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));
    }

    [Fact]
    public async Task A_file_without_bytes_is_served_whole()
    {
        using var answer = await client.FetchAsync(await Shared("empty", []), HttpMethod.Get);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentLength.ShouldBe(0);
    }

    [Fact]
    public async Task Bytes_of_many_slices_come_whole_and_in_parts()
    {
        var bytes = RandomNumberGenerator.GetBytes(5_000_000);
        var link = await Shared("large.bin", bytes);

        using var whole = await client.FetchAsync(link, HttpMethod.Get);
        using var part = await client.FetchAsync(link, HttpMethod.Get, "Range: bytes=200000-4200000");

        (await Bytes(whole)).SequenceEqual(bytes).ShouldBeTrue();
        (await Bytes(part)).SequenceEqual(bytes.Skip(200_000).Take(4_000_001)).ShouldBeTrue();
    }

    [Fact, Contract(26)]
    public async Task Every_link_that_does_not_serve_answers_alike_and_is_kept_by_nobody()
    {
        var link = await Shared("a.png", Png);
        var revoked = await Shared("a.png", Png);
        (await client.DeleteAsync($"shares/{revoked.Id}")).ShouldBe(204);
        var forged = link.Path[..^1] + (link.Path[^1] == 'A' ? 'B' : 'A');

        foreach (var path in new[] { revoked.Path, forged, "/s/x", "/s/" + new string('A', 64) })
        {
            var answer = (await TenantClient.SendRawAsync(app, HttpMethod.Get, path[1..])).ShouldFail(404);
            answer.Detail.ShouldBe("Link not found.");
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue(path);
        }
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch, HttpMethod.Options })
            (await TenantClient.SendRawAsync(app, method, link.Path[1..])).ShouldFail(404);
        (await TenantClient.SendRawAsync(app, HttpMethod.Get, "s/")).ShouldFail(404);
        (await TenantClient.SendRawAsync(app, HttpMethod.Get, link.Path[1..] + "/a")).ShouldFail(404);
    }

    [Fact]
    public async Task Bytes_that_are_missing_are_a_404_that_nobody_keeps()
    {
        var link = await Shared("a.png", Png);
        var blobs = new BlobServiceClient(app.StorageConnection).GetBlobContainerClient(AzureBlobStore.Container);
        await foreach (var blob in blobs.GetBlobsAsync(new GetBlobsOptions { Prefix = client.Tenant + "/" }, TestContext.Current.CancellationToken))
            await blobs.DeleteBlobAsync(blob.Name, cancellationToken: TestContext.Current.CancellationToken);

        using var answer = await client.FetchAsync(link, HttpMethod.Get);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Header(answer, "Cache-Control").ShouldBe("no-store");
        answer.Headers.ETag.ShouldBeNull();
        answer.Content.Headers.ContentDisposition.ShouldBeNull();
        Header(answer, "X-Request-Id").ShouldNotBeEmpty();
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("detail");
    }

    [Fact]
    public async Task A_key_is_neither_needed_nor_looked_at()
    {
        using var answer = await client.FetchAsync(await Shared("a.png", Png), HttpMethod.Get, "X-API-Key: fck_live_nonsense");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Contains("X-RateLimit-Limit").ShouldBeFalse();
    }

    private async Task<TenantShares.Link> Shared(string name, byte[] bytes, int? days = null, string? permission = null) =>
        await client.ShareAsync(await client.UploadAsync(name, bytes), days, permission);

    private static Task<byte[]> Bytes(HttpResponseMessage answer) => answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();
}
