using FluidCloud.Core;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>Parameters of a query string.</summary>
internal static class QueryText
{
    /// <returns>null when the parameter is absent.</returns>
    /// <exception cref="FluidCloudException">422 when it is given more than once.</exception>
    public static string? Get(HttpRequest request, string name)
    {
        var values = request.Query[name];
        return values.Count <= 1 ? values.FirstOrDefault() : throw Errors.Invalid(name, "must be given once");
    }

    /// <returns>false when the parameter is absent.</returns>
    public static bool GetFlag(HttpRequest request, string name) => Get(request, name)?.ToLowerInvariant() switch
    {
        null or "false" or "0" => false,
        "true" or "1" => true,
        _ => throw Errors.Invalid(name, "must be true or false"),
    };
}
