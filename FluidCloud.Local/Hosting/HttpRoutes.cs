using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Local.Hosting;

/// <summary>Maps the HTTP-triggered functions to endpoints.</summary>
internal static class HttpRoutes
{
    public static void MapFunctions(this IEndpointRouteBuilder endpoints)
    {
        foreach (var (function, trigger) in FunctionMethod.All<HttpTriggerAttribute>())
        {
            var route = "/" + trigger.Route;
            // A trigger without methods matches all.
            var endpoint = trigger.Methods is { Length: > 0 } methods
                ? endpoints.MapMethods(route, methods.Select(method => method.ToUpperInvariant()), Run)
                : endpoints.Map(route, Run);
            endpoint.WithName(function.Name);

            async Task Run(HttpContext context)
            {
                var response = (Task<IResult>)function.Invoke(context.RequestServices, parameter =>
                    parameter.ParameterType == typeof(HttpRequest) ? context.Request
                    : parameter.ParameterType == typeof(CancellationToken) ? context.RequestAborted
                    : context.GetRouteValue(parameter.Name!));
                await (await response).ExecuteAsync(context);
            }
        }
    }
}
