using System.Globalization;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Metering;
using FluidCloud.Core.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>The way of every request: who calls, how often, may they, do it, and say plainly what went wrong.</summary>
/// <remarks>Nothing is thrown past this point: the worker answers an unhandled exception with an empty body.</remarks>
public sealed partial class ApiPipeline(
    AuthenticateCaller authenticate, RequestRate rate, CountCalls calls, ApiSettings settings, Metrics metrics, TimeProvider time, ILogger<ApiPipeline> log)
{
    /// <summary>A request of the API's own that needs a key with a scope.</summary>
    /// <inheritdoc cref="Run(IDialect, HttpRequest, Scope?, Func{Caller, Task{IResult}}, RateLimit?)"/>
    public Task<IResult> Run(HttpRequest request, Scope? scope, Func<Caller, Task<IResult>> handle, RateLimit? extra = null) =>
        Run(FluidCloudDialect.Only, request, scope, handle, extra);

    /// <summary>A request of the API's own that anybody may send.</summary>
    public Task<IResult> RunPublic(HttpRequest request, Func<Task<IResult>> handle) => Answer(FluidCloudDialect.Only, request, handle);

    /// <summary>A request that needs a key with a scope.</summary>
    /// <param name="scope">null when any good key will do.</param>
    /// <param name="extra">The window of this route beside the one of all requests; null when it has none.</param>
    public Task<IResult> Run(
        IDialect dialect, HttpRequest request, Scope? scope, Func<Caller, Task<IResult>> handle, RateLimit? extra = null) =>
        Answer(dialect, request, async () =>
        {
            var caller = await authenticate.Run(dialect.KeyOf(request), request.HttpContext.RequestAborted);
            await rate.Count(caller, extra, dialect, request.HttpContext);
            calls.Count(caller.Tenant);
            caller.Require(scope is { } needed ? [needed] : []);
            return await handle(caller);
        });

    private async Task<IResult> Answer(IDialect dialect, HttpRequest request, Func<Task<IResult>> handle)
    {
        var observed = new ObservedRequest(request, settings, metrics, time);
        return observed.Until(await Answer(dialect, request, observed.Correlation, handle));
    }

    private async Task<IResult> Answer(IDialect dialect, HttpRequest request, string correlation, Func<Task<IResult>> handle)
    {
        try
        {
            return await handle();
        }
        catch (OperationCanceledException) when (request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty; // Nobody is there to be answered.
        }
        catch (Exception e)
        {
            var error = ErrorOf(e, request, correlation);
            if (error.RetryAfter is { } wait)
                request.HttpContext.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return dialect.Fail(error, request.HttpContext.Response);
        }
    }

    private FluidCloudException ErrorOf(Exception exception, HttpRequest request, string correlation)
    {
        switch (exception)
        {
            case FluidCloudException error:
                return error;
            case StoreBusyException busy:
                return Errors.Busy(busy.RetryAfter);
            case BadHttpRequestException:
                return Errors.BodyUnreadable(); // It breaks off, or is not HTTP.
            default:
                LogUnforeseen(log, exception, request.Method, correlation);
                return Errors.Unforeseen(correlation);
        }
    }

    [LoggerMessage(5001, LogLevel.Error, "{Method} request failed ({Correlation})")]
    private static partial void LogUnforeseen(ILogger log, Exception e, string method, string correlation);
}
