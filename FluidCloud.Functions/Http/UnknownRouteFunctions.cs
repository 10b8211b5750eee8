using FluidCloud.Core;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>Whatever no other route takes, an unknown path or a wrong method, is a 404 in the API's own words.</summary>
public sealed class UnknownRouteFunctions(ApiPipeline api)
{
    [Function(nameof(UnknownRoute))]
    public Task<IResult> UnknownRoute(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "{*path}")] HttpRequest request) =>
        api.RunPublic(request, () => throw Errors.RouteNotFound());
}
