using FluidCloud.Core;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>
/// Handles what no other route does: the root page, CORS preflight requests, and a 404 in the dialect of the path for an
/// unknown path or method.
/// </summary>
/// <remarks>The root page is here because the worker can't have a route for it: with "/" every request fails.</remarks>
public sealed class UnknownRouteFunctions(ApiPipeline api, Cors cors)
{
    /// <summary>Without methods, so that it matches every method.</summary>
    [Function(nameof(UnknownRoute))]
    public Task<IResult> UnknownRoute([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request) =>
        api.RunPublic(Dialects.Of(request.Path), request, () => request switch
        {
            { Path.Value: "/" or "", Method: "GET" or "HEAD" } => Task.FromResult(RootPage.Show(request.HttpContext.Response)),
            _ when cors.IsPreflight(request) => Task.FromResult(Results.NoContent()),
            _ => throw Errors.RouteNotFound(),
        });
}
