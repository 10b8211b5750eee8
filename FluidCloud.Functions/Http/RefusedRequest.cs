using System.Diagnostics;
using FluidCloud.Core;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http;

/// <summary>The response to a request that a web server refuses before any route sees it, in the words of the API that the path belongs to.</summary>
public static class RefusedRequest
{
    /// <param name="response">Gets the status, the headers and the body.</param>
    /// <param name="status">The status that the server chose.</param>
    /// <param name="target">The target of the request line, as far as it was read.</param>
    /// <returns>The request id in the response; null for a status without a message.</returns>
    public static async Task<string?> Respond(HttpResponse response, int status, string? target)
    {
        if (ErrorOf(status) is not { } error)
            return null;
        var correlation = ActivityTraceId.CreateRandom().ToString();
        await Dialects.Of(target).Fail(error, response).ExecuteAsync(response.HttpContext);
        ResponseHeaders.Complete(response, correlation, requestUnits: null);
        return correlation;
    }

    private static FluidCloudException? ErrorOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Errors.RequestUnreadable(),
        StatusCodes.Status414UriTooLong => Errors.UrlTooLong(),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => Errors.HeadersTooLarge(),
        _ => null,
    };
}
