using System.Diagnostics;
using System.IO.Pipelines;
using FluidCloud.Functions.Http;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Local.Hosting;

/// <summary>
/// Adds a body to the responses of requests that the web server itself rejects: an undecodable path, a URL or headers that are
/// too long, an invalid request line. No middleware sees them. Kestrel raises a diagnostic event ("Bad request diagnostics")
/// and sends an empty body unless the response has started.
/// </summary>
internal sealed partial class ServerRefusals(IServiceProvider services, ILogger<ServerRefusals> log) : IObserver<KeyValuePair<string, object?>>
{
    private const string Event = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    public void Watch(DiagnosticListener server) => server.Subscribe(this, name => name == Event);

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is not IFeatureCollection refused
            || refused.Get<IHttpResponseFeature>() is not { HasStarted: false } response
            || refused.Get<IHttpResponseBodyFeature>() is not { } body
            || refused.Get<IConnectionTransportFeature>() is not { } connection)
            return;
        // Completes synchronously, because it writes to memory. The server closes the connection after this event.
        _ = Respond(response, body, connection.Transport.Output, refused.Get<IHttpRequestFeature>()?.RawTarget);
    }

    private async Task Respond(IHttpResponseFeature response, IHttpResponseBodyFeature body, PipeWriter connection, string? target)
    {
        using var bytes = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = services, Response = { Body = bytes } };
        if (await RefusedRequest.Respond(http.Response, response.StatusCode, target) is not { } correlation)
            return;
        foreach (var header in http.Response.Headers)
            response.Headers[header.Key] = header.Value;
        response.Headers.ContentLength = bytes.Length;
        response.Headers.Connection = "close";
        await body.StartAsync();
        // Bypasses the server's body, which exists only after the head of a request was read.
        await connection.WriteAsync(bytes.ToArray());
        LogRefused(log, response.StatusCode, correlation);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    [LoggerMessage(6005, LogLevel.Information, "A request that can't be read was refused with status {Status} ({Correlation})")]
    private static partial void LogRefused(ILogger log, int status, string correlation);
}
