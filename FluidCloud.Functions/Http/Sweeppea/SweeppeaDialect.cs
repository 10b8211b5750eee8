using FluidCloud.Core;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Sweeppea;

/// <summary>The Sweeppea API: Bearer tokens only, and errors in its envelope (statements 183, 188 to 192).</summary>
internal sealed class SweeppeaDialect : IDialect
{
    public string? KeyOf(HttpRequest request) => BearerToken.Of(request);

    public IResult Fail(FluidCloudException error, HttpResponse response)
    {
        switch (error.Code)
        {
            case ErrorCode.Unauthorized when KeyOf(response.HttpContext.Request) is null:
                response.Headers.WWWAuthenticate = "Bearer";
                return SweeppeaResponse.Failed(StatusCodes.Status401Unauthorized, "Invalid or Missing Bearer Token");
            case ErrorCode.Unauthorized:
                return SweeppeaResponse.Failed(StatusCodes.Status403Forbidden, "Invalid API Token");
            case ErrorCode.InsufficientScope:
                return SweeppeaResponse.InsufficientScope(error);
            case ErrorCode.Invalid:
                return SweeppeaResponse.BadBody(error.Message, error.Detail);
            case ErrorCode.Conflict when error.Detail is FileId existing:
                return SweeppeaResponse.Exists(error.Message, existing);
            case ErrorCode.QuotaExceeded:
                return SweeppeaResponse.Failed(StatusCodes.Status400BadRequest, error.Message);
            case ErrorCode.StorageFailed or ErrorCode.Unforeseen:
                return SweeppeaResponse.Failed(StatusCodes.Status500InternalServerError, "Internal Server Error");
            case ErrorCode.Busy:
                return SweeppeaResponse.Failed(StatusCodes.Status503ServiceUnavailable, "Service Unavailable");
            case ErrorCode.RateLimited:
                return SweeppeaResponse.Failed(StatusCodes.Status429TooManyRequests, "Too Many Requests");
            default:
                return SweeppeaResponse.Failed(ErrorStatus.Of(error.Code), error.Message);
        }
    }
}
