using System.Diagnostics;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>
/// The telemetry of a request: a span, its request units, and its duration by route template and status. Never its path or
/// query, which may contain the token of a link or a file name.
/// </summary>
internal sealed class ObservedRequest
{
    private readonly Metrics metrics;
    private readonly TimeProvider time;
    private readonly Activity span;
    private readonly string method;
    private readonly string route;
    private readonly long begun;
    private readonly StoreCharge charge = StoreCharge.Begin();

    /// <summary>The span and the charge belong to the calling async method until it ends.</summary>
    public ObservedRequest(HttpRequest request, ApiSettings settings, Metrics metrics, TimeProvider time)
    {
        this.metrics = metrics;
        this.time = time;
        method = request.Method;
        route = (request.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        begun = time.GetTimestamp();
        span = Traces.Begin($"{method} {route}", ActivityKind.Server, request.Headers.TraceParent,
            new("http.request.method", method), new("http.route", route));
        var response = request.HttpContext.Response;
        response.OnStarting(() =>
        {
            ResponseHeaders.Complete(response, Correlation, settings.ShowCharges ? charge.RequestUnits : null);
            return Task.CompletedTask;
        });
    }

    /// <summary>The trace id: what finds the request, and the jobs that came of it, in the log.</summary>
    public string Correlation => span.TraceId.ToString();

    /// <summary>The response, with whose last byte the request ends.</summary>
    /// <param name="failed">Creates the response to send when the first one fails.</param>
    public IResult Until(IResult response, Func<Exception, IResult> failed) => new Observed(this, response, failed);

    private void End(int status)
    {
        span.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError || span.GetTagItem("error.type") is not null)
            span.SetStatus(ActivityStatusCode.Error);
        span.Dispose();
        metrics.RequestEnded(method, route, status, time.GetElapsedTime(begun));
        metrics.Charged($"{method} {route}", charge.RequestUnits);
    }

    private sealed class Observed(ObservedRequest request, IResult response, Func<Exception, IResult> failed) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            Activity.Current = request.span;
            request.charge.Continue();
            var status = StatusCodes.Status500InternalServerError;
            try
            {
                status = await Send(httpContext);
            }
            finally
            {
                request.End(status);
            }
        }

        /// <returns>The status for the metrics.</returns>
        private async Task<int> Send(HttpContext http)
        {
            var sent = response;
            try
            {
                await response.ExecuteAsync(http);
            }
            catch (Exception e)
            {
                request.span.SetTag("error.type", e.GetType().Name);
                sent = failed(e);
                await sent.ExecuteAsync(http);
            }
            // The framework swallows the exception when a client disconnects during a stream.
            var left = http.RequestAborted.IsCancellationRequested ? BrokenResponse.ByTheClient.StatusCode : null;
            return (sent as BrokenResponse)?.StatusCode ?? left ?? http.Response.StatusCode;
        }
    }
}
