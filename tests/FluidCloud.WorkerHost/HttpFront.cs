using System.Net;
using FluidCloud.WorkerHost.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace FluidCloud.WorkerHost;

/// <summary>
/// The HTTP side of the host: matches the routes, announces the call over gRPC, and forwards the request to the worker with
/// the id of the call, as the Functions host does for a worker with the capability HttpUri.
/// </summary>
internal sealed class HttpFront : IAsyncDisposable
{
    /// <summary>The Functions host's own (host.json, maxRequestBodySize).</summary>
    private const long MaxBodyBytes = 100 * 1024 * 1024;

    private readonly WebApplication app;

    private HttpFront(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single() + "/");

    /// <param name="worker">The process of the moment: it changes when one was killed and started again.</param>
    public static async Task<HttpFront> Start(
        IReadOnlyList<WorkerFunction> functions, Func<WorkerProcess> worker, int port, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Services.AddHttpForwarder().AddRouting();
        var app = builder.Build();
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
        foreach (var function in functions.Where(function => function.Trigger.Type == "httpTrigger"))
        {
            var path = "/" + function.Trigger.Route!.TrimStart('/');
            RequestDelegate forward = context => Forward(context, function, worker(), forwarder, client);
            // A trigger without methods takes any.
            if (function.Trigger.Methods is { Count: > 0 } methods)
                app.MapMethods(path, methods.Select(method => method.ToUpperInvariant()), forward);
            else
                app.Map(path, forward);
        }
        await app.StartAsync(cancel);
        return new(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task Forward(
        HttpContext context, WorkerFunction function, WorkerProcess worker, IHttpForwarder forwarder, HttpMessageInvoker client)
    {
        var call = function.NewCall();
        call.InputData.Add(new ParameterBinding
        {
            Name = function.Trigger.Name,
            Data = new() { Http = new() { Method = context.Request.Method, Url = context.Request.Path } },
        });
        foreach (var (name, value) in context.Request.RouteValues)
            call.TriggerMetadata[name] = new() { String = value?.ToString() ?? "" };
        using var abort = context.RequestAborted.Register(() => _ = worker.Channel.Cancel(call.InvocationId).AsTask());
        var invoking = worker.Channel.Invoke(call, CancellationToken.None);
        var error = await forwarder.SendAsync(context, worker.HttpUri.ToString(), client, ForwarderRequestConfig.Empty, (_, request) =>
        {
            request.Headers.Host = context.Request.Host.Value;
            request.Headers.TryAddWithoutValidation("x-ms-invocation-id", call.InvocationId);
            return ValueTask.CompletedTask;
        });
        // A worker that was killed never answers the call; its end is seen by the failed request.
        if (error == ForwarderError.None)
            await ((Task)invoking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else
            _ = invoking.ContinueWith(ended => ended.Exception, TaskScheduler.Default);
    }
}
