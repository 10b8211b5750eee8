using FluidCloud.Core;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>The HTTP status of an error, where a dialect has no other one for it.</summary>
internal static class ErrorStatus
{
    public static int Of(ErrorCode code) => code switch
    {
        ErrorCode.BadRequest => StatusCodes.Status400BadRequest,
        ErrorCode.Unauthorized => StatusCodes.Status401Unauthorized,
        ErrorCode.QuotaExceeded => StatusCodes.Status402PaymentRequired,
        ErrorCode.InsufficientScope or ErrorCode.OutsideAccess => StatusCodes.Status403Forbidden,
        ErrorCode.NotFound or ErrorCode.NoRoute => StatusCodes.Status404NotFound,
        ErrorCode.Conflict => StatusCodes.Status409Conflict,
        ErrorCode.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCode.UnsupportedType => StatusCodes.Status415UnsupportedMediaType,
        ErrorCode.UrlTooLong => StatusCodes.Status414UriTooLong,
        ErrorCode.HeadersTooLarge => StatusCodes.Status431RequestHeaderFieldsTooLarge,
        ErrorCode.Invalid => StatusCodes.Status422UnprocessableEntity,
        ErrorCode.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorCode.StorageFailed or ErrorCode.Busy => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
