using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FluidCloud.Functions.Worker;

/// <summary>
/// Cancels the request when its function is cancelled. The host cancels a function when the client disconnects or the host
/// stops, but leaves the request between host and worker open.
/// </summary>
internal sealed class CancelRequests : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, context.CancellationToken);
        http.RequestAborted = either.Token;
        await next(context);
    }
}
