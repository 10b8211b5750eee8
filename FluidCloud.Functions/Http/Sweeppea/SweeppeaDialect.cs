using FluidCloud.Core;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Sweeppea;

/// <summary>Sweeppea's way: a Bearer token only, and errors in its envelope (statements 183, 188 to 192).</summary>
internal sealed class SweeppeaDialect : IDialect
{
    public string? KeyOf(HttpRequest request) => BearerToken.Of(request);

    public IResult Fail(FluidCloudException error, HttpResponse response)
    {
        switch (error.Code)
        {
            case ErrorCode.Unauthorized when KeyOf(response.HttpContext.Request) is null:
                response.Headers.WWWAuthenticate = "Bearer";
                return SweeppeaAnswer.Failed(StatusCodes.Status401Unauthorized, "Invalid or Missing Bearer Token");
            case ErrorCode.Unauthorized:
                return SweeppeaAnswer.Failed(StatusCodes.Status403Forbidden, "Invalid API Token");
            case ErrorCode.InsufficientScope:
                return SweeppeaAnswer.InsufficientScope(error);
            case ErrorCode.Invalid:
                return SweeppeaAnswer.BadBody(error.Message, error.Detail);
            case ErrorCode.StorageFailed or ErrorCode.Unforeseen:
                return SweeppeaAnswer.Failed(StatusCodes.Status500InternalServerError, "Internal Server Error");
            case ErrorCode.Busy:
                return SweeppeaAnswer.Failed(StatusCodes.Status503ServiceUnavailable, "Service Unavailable");
            case ErrorCode.RateLimited:
                return SweeppeaAnswer.Failed(StatusCodes.Status429TooManyRequests, "Too Many Requests");
            default:
                return SweeppeaAnswer.Failed(ErrorStatus.Of(error.Code), error.Message);
        }
    }
}
