using System.Diagnostics;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Functions.Http;

/// <summary>The way of every request under <c>/api/v1</c>: who calls, how often, may they, do it, and say plainly what went wrong.</summary>
/// <remarks>Nothing is thrown past this point: the worker answers an unhandled exception with an empty body.</remarks>
public sealed partial class ApiPipeline(AuthenticateCaller authenticate, RequestRate rate, ILogger<ApiPipeline> log)
{
    /// <summary>A request that needs a key with a scope.</summary>
    /// <param name="scope">null when any good key will do.</param>
    /// <param name="extra">The window of this route beside the one of all requests; null when it has none.</param>
    public Task<IResult> Run(HttpRequest request, Scope? scope, Func<Caller, Task<IResult>> handle, RateLimit? extra = null) =>
        RunPublic(request, async () =>
        {
            var caller = await authenticate.Run(KeyOf(request), request.HttpContext.RequestAborted);
            await rate.Count(caller, extra, request.HttpContext);
            caller.Require(scope is { } needed ? [needed] : []);
            return await handle(caller);
        });

    /// <summary>A request that anybody may send.</summary>
    public async Task<IResult> RunPublic(HttpRequest request, Func<Task<IResult>> handle)
    {
        try
        {
            return await handle();
        }
        catch (FluidCloudException e)
        {
            return ErrorAnswer.Of(e, request.HttpContext.Response);
        }
        catch (StoreBusyException e)
        {
            return ErrorAnswer.Busy(e.RetryAfter, request.HttpContext.Response);
        }
        catch (BadHttpRequestException e)
        {
            return ErrorAnswer.BadRequest(e.StatusCode); // A body that breaks off, or is not HTTP.
        }
        catch (OperationCanceledException) when (request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty; // Nobody is there to be answered.
        }
        catch (Exception e)
        {
            var correlation = Activity.Current?.TraceId.ToString() ?? request.HttpContext.TraceIdentifier;
            LogUnforeseen(log, e, request.Method, correlation);
            return ErrorAnswer.Unforeseen(correlation);
        }
    }

    /// <returns>The key of <c>X-API-Key</c>, else the Bearer token (statements 2, 3); null when there is neither.</returns>
    private static string? KeyOf(HttpRequest request)
    {
        if (request.Headers.TryGetValue("X-API-Key", out var key))
            return key.ToString();
        const string Bearer = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
    }

    [LoggerMessage(5001, LogLevel.Error, "{Method} request failed ({Correlation})")]
    private static partial void LogUnforeseen(ILogger log, Exception e, string method, string correlation);
}
