using System.Diagnostics;
using System.Globalization;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>
/// A request as telemetry sees it: a span, its charge, and its duration by the template of its route and its status. Its path and
/// its query are never told: they may hold the token of a link, or what a file is called.
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

    /// <summary>The span, and what the store charges, are those of whoever calls this: in an async method until that ends.</summary>
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
        // At the last moment: an answer that fails late takes its headers back.
        response.OnStarting(() => ShowIn(response.Headers, settings.ShowCharges));
    }

    /// <summary>The trace id: what finds the request, and the jobs that came of it, in the log.</summary>
    public string Correlation => span.TraceId.ToString();

    /// <summary>The answer, with whose last byte the request ends.</summary>
    public IResult Until(IResult answer) => new Observed(this, answer);

    private Task ShowIn(IHeaderDictionary headers, bool withCharge)
    {
        headers["X-Request-Id"] = Correlation;
        if (withCharge)
            headers["X-RU"] = charge.RequestUnits.ToString("0.##", CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    private void End(int status)
    {
        span.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError || span.GetTagItem("error.type") is not null)
            span.SetStatus(ActivityStatusCode.Error);
        span.Dispose();
        metrics.RequestEnded(method, route, status, time.GetElapsedTime(begun));
        metrics.Charged($"{method} {route}", charge.RequestUnits);
    }

    private sealed class Observed(ObservedRequest request, IResult answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            Activity.Current = request.span;
            request.charge.Continue();
            try
            {
                await answer.ExecuteAsync(httpContext);
            }
            catch (Exception e)
            {
                request.span.SetTag("error.type", e.GetType().Name); // It broke off: its status was sent before.
                throw;
            }
            finally
            {
                request.End(httpContext.Response.StatusCode);
            }
        }
    }
}
