using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FluidCloud.Functions.Worker;

/// <summary>
/// Makes the cancellation of a function that of its request, too. The host cancels the function, when a client leaves or when
/// it stops; the request between host and worker goes on.
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
