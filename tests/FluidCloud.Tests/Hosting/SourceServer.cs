using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Tests.Hosting;

/// <summary>A server on loopback to import from: good, slow, endless, huge, failing and redirecting, by path.</summary>
public sealed class SourceServer : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, byte[]> Made = new();

    private readonly WebApplication app;
    private int calls;

    /// <summary>The paths below <c>/flaky</c> that have failed already: each fails once.</summary>
    private readonly ConcurrentDictionary<PathString, bool> failedOnce = new();

    private SourceServer(WebApplication app) => this.app = app;

    /// <summary>How many requests came.</summary>
    public int Calls => Volatile.Read(ref calls);

    /// <summary>The headers of the last one.</summary>
    public IHeaderDictionary Headers { get; private set; } = new HeaderDictionary();

    /// <summary>Kept waiting by <c>/wait</c>.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Port => new Uri(app.Urls.Single()).Port;

    public string Url(string path) => $"http://127.0.0.1:{Port}/{path}";

    public static async Task<SourceServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new SourceServer(builder.Build());
        server.app.Run(server.Answer);
        await server.app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>What <c>/bytes/{count}</c> sends.</summary>
    public static byte[] Bytes(int count) => Made.GetOrAdd(count, _ =>
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    });

    /// <param name="coding">gzip, deflate, br, or two of them, the first one innermost; anything else leaves the bytes.</param>
    public static byte[] Encoded(string coding, byte[] bytes) => coding.Split('-').Aggregate(bytes, (plain, one) =>
    {
        using var encoded = new MemoryStream();
        using (Stream? encoder = one switch
        {
            "gzip" => new GZipStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            _ => null,
        })
        {
            if (encoder is null)
                return plain;
            encoder.Write(plain);
        }
        return encoded.ToArray();
    });

    public async ValueTask DisposeAsync()
    {
        Waiting.TrySetResult();
        await app.DisposeAsync();
    }

    private async Task Answer(HttpContext context)
    {
        Interlocked.Increment(ref calls);
        Headers = context.Request.Headers;
        var (response, gone) = (context.Response, context.RequestAborted);
        var path = context.Request.Path.Value!.Trim('/').Split('/');
        var count = path.Length > 1 && int.TryParse(path[1], CultureInfo.InvariantCulture, out var number) ? number : 0;
        switch (path[0])
        {
            case "bytes":
                response.ContentLength = count;
                await response.Body.WriteAsync(Bytes(count), gone);
                break;
            case "chunked":
                await response.Body.WriteAsync(Bytes(count), gone);
                break;
            case "encoded":
                // In spite of what was asked for: /encoded/{count}/{coding}/{type}.
                response.Headers.ContentEncoding = path[2].Replace('-', ',');
                response.ContentType = path.Length > 3 ? $"application/{path[3]}" : null;
                await response.Body.WriteAsync(Encoded(path[2], Bytes(count)), gone);
                break;
            case "status":
                response.StatusCode = count;
                await response.WriteAsync("secret of the server", gone);
                break;
            case "flaky":
                response.StatusCode = failedOnce.TryAdd(context.Request.Path, true) ? 503 : 200;
                await response.WriteAsync("at last", gone);
                break;
            case "huge":
                response.ContentLength = long.MaxValue;
                await response.Body.FlushAsync(gone);
                break;
            case "endless":
                while (!gone.IsCancellationRequested)
                    await response.Body.WriteAsync(new byte[64 * 1024], gone);
                break;
            case "slow":
                await response.Body.WriteAsync(new byte[1], gone);
                await response.Body.FlushAsync(gone);
                await Task.Delay(Timeout.Infinite, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case "wait":
                await response.Body.WriteAsync(Bytes(count), gone);
                await response.Body.FlushAsync(gone);
                await Waiting.Task.WaitAsync(gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case "broken":
                response.ContentLength = count + 1;
                await response.Body.WriteAsync(Bytes(count), gone);
                await response.Body.FlushAsync(gone);
                context.Abort();
                break;
            case "raw":
                // Past the server, straight to the connection; what it adds on its own comes too late.
                var connection = context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output;
                await connection.WriteAsync(Encoding.ASCII.GetBytes(context.Request.Query["answer"].ToString()), gone);
                break;
            case "redirect":
                response.Redirect(count == 0 ? context.Request.Query["to"].ToString() : count == 1 ? Url("bytes/5") : Url($"redirect/{count - 1}"));
                break;
            default:
                response.StatusCode = 404;
                break;
        }
    }
}
