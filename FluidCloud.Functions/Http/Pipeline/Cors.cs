using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>
/// Allows pages of the configured origins to call the API, without cookies, which the API does not use. Compatible routes and
/// raw links allow no other origin.
/// </summary>
/// <remarks>The framework's middleware can't be used: on the worker, routes are functions that it does not see.</remarks>
public sealed class Cors(CorsSettings settings, ICorsService service)
{
    private readonly CorsPolicy policy = new CorsPolicyBuilder([.. settings.All])
        .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Patch, HttpMethods.Delete)
        .WithHeaders("X-API-Key", HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.TraceParent)
        .WithExposedHeaders(
            ResponseHeaders.RequestId, HeaderNames.RetryAfter, HeaderNames.Link, HeaderNames.ContentDisposition, HeaderNames.ContentRange,
            "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
        .SetPreflightMaxAge(TimeSpan.FromHours(1))
        .Build();

    /// <summary>Whether a browser asks what a page may send, and not the page itself.</summary>
    public bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0 && Concerns(request);

    /// <summary>Tells the browser what the page may do and see. Without these headers it may nothing.</summary>
    public void Describe(HttpContext http)
    {
        if (!Concerns(http.Request))
            return;
        service.ApplyResult(service.EvaluatePolicy(http, policy), http.Response);
        // The framework omits Vary for a single origin, although the response differs by origin.
        if (!http.Response.Headers.Vary.Contains(HeaderNames.Origin))
            http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
    }

    private bool Concerns(HttpRequest request) =>
        policy.Origins.Count > 0 && request.Headers.Origin.Count > 0 && request.Path.StartsWithSegments("/api/v1", StringComparison.OrdinalIgnoreCase);
}
