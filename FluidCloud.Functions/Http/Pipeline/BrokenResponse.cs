using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>
/// The end of a response that can't be completed: the connection is closed, so that no client takes what it got for the
/// whole. The status is what is measured.
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
