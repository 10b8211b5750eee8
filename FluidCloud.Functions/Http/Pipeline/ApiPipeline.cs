using System.Globalization;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Metering;
using FluidCloud.Core.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>Runs every request: authenticates, counts and limits it, checks scopes, calls the handler, and turns exceptions into error
/// responses.</summary>
/// <remarks>
/// No exception of a handler or its result escapes: the worker would turn it into an empty response, or into a truncated one
/// that looks complete.
/// </remarks>
public sealed partial class ApiPipeline(
    DetectRestore restore, AuthenticateCaller authenticate, RequestRate rate, CountCalls calls, Cors cors, ApiSettings settings, Metrics metrics, TimeProvider time,
    IHostApplicationLifetime host, ILogger<ApiPipeline> log)
{
    /// <summary>A request to the FluidCloud API that needs a key with a scope.</summary>
    /// <inheritdoc cref="Run(IDialect, HttpRequest, Scope?, Func{Caller, Task{IResult}}, RateLimit?)"/>
    public Task<IResult> Run(HttpRequest request, Scope? scope, Func<Caller, Task<IResult>> handle, RateLimit? extra = null) =>
        Run(FluidCloudDialect.Only, request, scope, handle, extra);

    /// <summary>A request about permanent deletion, for which the key must have the right to erase (statement 235).</summary>
    /// <inheritdoc cref="Run(IDialect, HttpRequest, Scope?, Func{Caller, Task{IResult}}, RateLimit?)"/>
    public Task<IResult> RunErasure(HttpRequest request, Scope scope, Func<Caller, Task<IResult>> handle) => Run(request, scope, caller =>
    {
        caller.RequireErasure();
        return handle(caller);
    });

    /// <summary>A request to the FluidCloud API that needs no key.</summary>
    public Task<IResult> RunPublic(HttpRequest request, Func<Task<IResult>> handle) => RunPublic(FluidCloudDialect.Only, request, handle);

    /// <summary>A request that needs no key.</summary>
    public Task<IResult> RunPublic(IDialect dialect, HttpRequest request, Func<Task<IResult>> handle) => Respond(dialect, request, handle);

    /// <summary>A request that needs a key with a scope.</summary>
    /// <param name="scope">null when any valid key suffices.</param>
    /// <param name="extra">An additional rate limit of the route; null for none.</param>
    public Task<IResult> Run(
        IDialect dialect, HttpRequest request, Scope? scope, Func<Caller, Task<IResult>> handle, RateLimit? extra = null) =>
        Respond(dialect, request, async () =>
        {
            await restore.ExpectCurrent();
            var caller = await authenticate.Run(dialect.KeyOf(request), request.HttpContext.RequestAborted);
            await rate.Count(caller, extra, dialect, request.HttpContext);
            calls.Count(caller.Tenant);
            caller.Require(scope is { } needed ? [needed] : []);
            return await handle(caller);
        });

    private async Task<IResult> Respond(IDialect dialect, HttpRequest request, Func<Task<IResult>> handle)
    {
        // Set at the last moment, because a response that fails late loses its headers.
        request.HttpContext.Response.OnStarting(() =>
        {
            cors.Describe(request.HttpContext);
            return Task.CompletedTask;
        });
        var observed = new ObservedRequest(request, settings, metrics, time);
        try
        {
            return observed.Until(await handle(), Fail);
        }
        catch (Exception e)
        {
            return observed.Until(Fail(e), Fail);
        }

        IResult Fail(Exception e) => ResponseOf(e, dialect, request, observed.Correlation);
    }

    private IResult ResponseOf(Exception exception, IDialect dialect, HttpRequest request, string correlation)
    {
        var http = request.HttpContext;
        if (exception is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested && !IsStopping)
            return BrokenResponse.ByTheClient;
        var error = ErrorOf(exception, request, correlation);
        if (http.Response.HasStarted)
        {
            LogBrokenOff(log, exception, request.Method, correlation);
            return BrokenResponse.ByUs;
        }
        ResponseHeaders.DropDescription(http.Response);
        if (error.RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return dialect.Fail(error, http.Response);
    }

    /// <summary>Whether the host is stopping. What it then cancels answers 503: the same request succeeds on another instance.</summary>
    private bool IsStopping => host.ApplicationStopping.IsCancellationRequested;

    private FluidCloudException ErrorOf(Exception exception, HttpRequest request, string correlation)
    {
        switch (exception)
        {
            case FluidCloudException error:
                return error;
            case StoreBusyException busy:
                return Errors.Busy(busy.RetryAfter);
            case OperationCanceledException when IsStopping:
                return Errors.Busy(TimeSpan.FromSeconds(1));
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Errors.BodyTooLarge(RequestBody.MaxBytes);
            case BadHttpRequestException:
                return Errors.BodyUnreadable(); // It ends early, or is not HTTP.
            default:
                LogUnforeseen(log, exception, request.Method, correlation);
                return Errors.Unforeseen(correlation);
        }
    }

    [LoggerMessage(5001, LogLevel.Error, "{Method} request failed ({Correlation})")]
    private static partial void LogUnforeseen(ILogger log, Exception e, string method, string correlation);

    [LoggerMessage(5002, LogLevel.Warning, "The response to a {Method} request broke off after its beginning was sent ({Correlation})")]
    private static partial void LogBrokenOff(ILogger log, Exception e, string method, string correlation);
}
