using FluidCloud.Core;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Swiftia;

/// <summary>The Swiftia API: Bearer tokens only, and a different error shape for almost every status (statements 198, 200 to 205).</summary>
/// <param name="Deleting">The file that the request deletes, which its errors name; null for other requests.</param>
internal sealed record SwiftiaDialect(string? Deleting = null) : IDialect
{
    public string? KeyOf(HttpRequest request) => BearerToken.Of(request);

    /// <summary>In milliseconds, as its documentation shows.</summary>
    public long ResetOf(DateTimeOffset windowEnds) => windowEnds.ToUnixTimeMilliseconds();

    public IResult Fail(FluidCloudException error, HttpResponse response)
    {
        switch (error.Code)
        {
            case ErrorCode.Unauthorized:
                response.Headers.WWWAuthenticate = "Bearer";
                return SwiftiaResponse.Unauthorized();
            case ErrorCode.StorageFailed or ErrorCode.Busy or ErrorCode.Unforeseen when Deleting is not null:
                return SwiftiaResponse.NotDeleted(Deleting);
            case ErrorCode.NotFound:
                return SwiftiaResponse.Message(StatusCodes.Status404NotFound, "File not found");
            case ErrorCode.Invalid:
                return SwiftiaResponse.Message(StatusCodes.Status400BadRequest, error.Message);
            case ErrorCode.RateLimited:
                return SwiftiaResponse.RateLimited((int)error.RetryAfter!.Value.TotalSeconds);
            default:
                return SwiftiaResponse.Message(ErrorStatus.Of(error.Code), error.Message);
        }
    }
}
