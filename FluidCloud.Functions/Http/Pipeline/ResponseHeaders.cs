using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>The headers that every response has, and those that an error must not keep.</summary>
internal static class ResponseHeaders
{
    public const string RequestId = "X-Request-Id";
    public const string NoStore = "no-store";

    /// <summary>
    /// Set at the last moment, because a response that fails late loses its headers. Responses are <c>no-store</c> unless they
    /// say otherwise: RFC 9111, 3.5 protects only <c>Authorization</c> from shared caches, not <c>X-API-Key</c>.
    /// </summary>
    /// <param name="requestUnits">null when the response does not show them.</param>
    public static void Complete(HttpResponse response, string correlation, double? requestUnits)
    {
        response.Headers[RequestId] = correlation;
        if (requestUnits is { } units)
            response.Headers["X-RU"] = units.ToString("0.##", CultureInfo.InvariantCulture);
        if (response.StatusCode >= StatusCodes.Status400BadRequest || response.Headers.CacheControl.Count == 0)
            response.Headers.CacheControl = NoStore;
    }

    /// <summary>Removes what describes a body that is not sent after all.</summary>
    public static void DropDescription(HttpResponse response)
    {
        foreach (var header in response.Headers.Keys.Where(name => !name.StartsWith("X-RateLimit-", StringComparison.OrdinalIgnoreCase)).ToList())
            response.Headers.Remove(header);
    }
}
