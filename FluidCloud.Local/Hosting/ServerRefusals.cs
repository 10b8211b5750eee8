using System.Diagnostics;
using System.IO.Pipelines;
using FluidCloud.Functions.Http;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Local.Hosting;

/// <summary>
/// Gives a body to what the web server refuses by itself: a path that can't be decoded, a URL or headers that are too long, a
/// first line that is no HTTP. No middleware sees such a request; the server announces it by a diagnostic event (Kestrel,
/// "Bad request diagnostics"), and answers with an empty body unless the response was begun by then.
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
        // It runs to its end at once, for in memory nothing takes time; the server closes the connection after this event.
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
        // Past the server, whose body is made only once the head of a request was read.
        await connection.WriteAsync(bytes.ToArray());
        LogRefused(log, response.StatusCode, correlation);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    [LoggerMessage(6005, LogLevel.Information, "A request that can't be read was refused with status {Status} ({Correlation})")]
    private static partial void LogRefused(ILogger log, int status, string correlation);
}
