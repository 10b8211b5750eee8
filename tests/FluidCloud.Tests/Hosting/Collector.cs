using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Tests.Hosting;

/// <summary>An OpenTelemetry collector on loopback that keeps what it is sent, as Protocol Buffers in which texts are plain.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, string Body)> received = new();

    private Collector(WebApplication app) => this.app = app;

    public string Endpoint => app.Urls.Single();

    public static async Task<Collector> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var collector = new Collector(builder.Build());
        collector.app.Run(collector.Take);
        await collector.app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <param name="signal">traces, metrics or logs.</param>
    public string Received(string signal) => string.Concat(received.Where(one => one.Path == $"/v1/{signal}").Select(one => one.Body));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
        received.Enqueue((context.Request.Path.Value!, await reader.ReadToEndAsync(context.RequestAborted)));
        context.Response.ContentType = "application/x-protobuf";
    }
}
