using FluidCloud.Core;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>
/// Whatever no other route takes: the bare address has a page, a browser is told what pages may send, and an unknown path or a wrong method is a 404 in the words of the API that the path belongs to.
/// </summary>
/// <remarks>The page is here because the worker takes no route for the bare address: with "/" it fails at every request.</remarks>
public sealed class UnknownRouteFunctions(ApiPipeline api, Cors cors)
{
    /// <summary>Without methods: it takes every one, also those that no route has.</summary>
    [Function(nameof(UnknownRoute))]
    public Task<IResult> UnknownRoute([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request) =>
        api.RunPublic(Dialects.Of(request.Path), request, () => request switch
        {
            { Path.Value: "/" or "", Method: "GET" or "HEAD" } => Task.FromResult(RootPage.Show(request.HttpContext.Response)),
            _ when cors.IsPreflight(request) => Task.FromResult(Results.NoContent()),
            _ => throw Errors.RouteNotFound(),
        });
}
