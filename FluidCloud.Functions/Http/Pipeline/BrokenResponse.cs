using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>
/// Ends a response that can't be completed by closing the connection, so that no client takes it for complete. Its status
/// is only for metrics.
/// </summary>
internal sealed class BrokenResponse : IResult, IStatusCodeHttpResult
{
    /// <summary>The client went away before it had everything.</summary>
    public static readonly BrokenResponse ByTheClient = new(StatusCodes.Status499ClientClosedRequest);

    /// <summary>It failed after its beginning was sent.</summary>
    public static readonly BrokenResponse ByUs = new(StatusCodes.Status500InternalServerError);

    private BrokenResponse(int status) => StatusCode = status;

    public int? StatusCode { get; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Abort();
        return Task.CompletedTask;
    }
}
