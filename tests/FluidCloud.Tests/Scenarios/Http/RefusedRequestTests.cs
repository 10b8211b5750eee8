using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>What the web server refuses by itself is answered as everything else is.</summary>
public sealed class RefusedRequestTests(LocalApp app) : IClassFixture<LocalApp>
{
    private static readonly string Long = new('a', 40_000);

    public static TheoryData<string, int> Unreadable => new()
    {
        { "GET {0}%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "GET {0}%ff%fe%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "GET {0}a HTTP/1.1\r\n\r\n", 400 },
        { "GET {0}a HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n", 400 },
        { "GET {0}a HTTP/1.1\r\nHost: x\r\nX-Long: LONG\r\n\r\n", 431 },
        { "GET {0}a HTTP/1.1\r\nHost: x\r\n\r\nGET {0}%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    };

    [Theory, MemberData(nameof(Unreadable))]
    public async Task A_request_that_cannot_be_read_is_refused_in_the_dialect_of_its_path(string request, int status)
    {
        Assert.SkipWhen(app.IsOnWorker, "the server in front of the worker refuses it: not on the worker.");
        request = request.Replace("LONG", Long, StringComparison.Ordinal);
        foreach (var (folder, property) in new[] { ("/api/v1/files/", "detail"), ("/files/", "Message"), ("/api/uploads/files/", "message"), ("/", "detail") })
        {
            var (line, headers, body) = await LastAsync(request.Replace("{0}", folder, StringComparison.Ordinal));
            line.ShouldStartWith($"HTTP/1.1 {status} ");
            headers.ShouldContainKey("X-Request-Id");
            headers["Cache-Control"].ShouldBe("no-store");
            headers["Connection"].ShouldBe("close");
            headers["Content-Length"].ShouldBe(Encoding.UTF8.GetByteCount(body).ToString(System.Globalization.CultureInfo.InvariantCulture));
            JsonDocument.Parse(body).RootElement.GetProperty(property).GetString().ShouldNotBeNullOrEmpty();
        }
    }

    [Theory]
    [InlineData("GET /LONG HTTP/1.1\r\nHost: x\r\n\r\n", 414)]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("GET / HTTP/9\r\n\r\n", 400)]
    public async Task What_has_no_path_is_refused_in_the_dialect_of_the_API(string request, int status)
    {
        Assert.SkipWhen(app.IsOnWorker, "the server in front of the worker refuses it: not on the worker.");
        var (line, headers, body) = await LastAsync(request.Replace("LONG", Long, StringComparison.Ordinal));

        line.ShouldStartWith($"HTTP/1.1 {status} ");
        headers.ShouldContainKey("X-Request-Id");
        JsonDocument.Parse(body).RootElement.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("TRACE", "api/v1/quota", "detail")]
    [InlineData("TRACE", "files/delete", "Message")]
    [InlineData("PROPFIND", "api/uploads/files", "message")]
    [InlineData("GET", "files/delete", "Message")]
    [InlineData("PUT", "api/uploads/nothing", "message")]
    [InlineData("CONJURE", "nothing", "detail")]
    public async Task A_method_that_no_route_has_is_a_404_in_the_dialect_of_the_path(string method, string path, string property)
    {
        var response = await TenantClient.SendRawAsync(app, new(method), path);

        response.ShouldBe(404)[property].GetString()!.TrimEnd('.').ShouldBe("No such route");
        response.Headers.Contains("X-Request-Id").ShouldBeTrue();
    }

    [Theory]
    [InlineData("/api/v1/spaces", "detail")]
    [InlineData("/files/delete", "Message")]
    public async Task A_body_over_every_limit_is_a_413_at_once(string path, string property)
    {
        Assert.SkipWhen(app.IsOnWorker, "the server in front of the worker refuses it: not on the worker.");
        var client = await app.NewTenantAsync();

        var (line, _, body) = await LastAsync(
            $"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {client.Key}\r\nContent-Length: 31000000\r\nConnection: close\r\n\r\n");

        line.ShouldStartWith("HTTP/1.1 413 ");
        body = body[body.IndexOf('{', StringComparison.Ordinal)..(body.LastIndexOf('}') + 1)]; // It comes in chunks.
        JsonDocument.Parse(body).RootElement.GetProperty(property).GetString().ShouldNotBeNull().ShouldContain("larger than");
    }

    /// <returns>The last response on a connection that carries these bytes, until the server closes it.</returns>
    private async Task<(string Line, Dictionary<string, string> Headers, string Body)> LastAsync(string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(app.BaseAddress.Host, app.BaseAddress.Port, TestContext.Current.CancellationToken);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(connection.GetStream());
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        var last = text[text.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal)..];
        var head = last[..last.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n");
        return (head[0], head.Skip(1).ToDictionary(line => line.Split(": ")[0], line => line.Split(": ")[1]), last[(last.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }
}
