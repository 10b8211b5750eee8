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
            endpoints.MapMethods("/" + trigger.Route, trigger.Methods!.Select(method => method.ToUpperInvariant()), async context =>
            {
                var answer = (Task<IResult>)function.Invoke(context.RequestServices, parameter =>
                    parameter.ParameterType == typeof(HttpRequest) ? context.Request
                    : parameter.ParameterType == typeof(CancellationToken) ? context.RequestAborted
                    : context.GetRouteValue(parameter.Name!));
                await (await answer).ExecuteAsync(context);
            }).WithName(function.Name);
        }
    }
}
