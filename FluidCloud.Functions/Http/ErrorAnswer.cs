using System.Globalization;
using FluidCloud.Core;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http;

/// <summary>FluidCloud's own dialect of errors: always <c>{"detail": ...}</c>.</summary>
internal static class ErrorAnswer
{
    public static IResult Of(FluidCloudException error, HttpResponse response)
    {
        if (error.Code == ErrorCode.Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        if (error.RetryAfter is { } wait)
            RetryAfter(wait, response);
        return Render(StatusOf(error.Code), error.Detail ?? error.Message);
    }

    /// <param name="correlation">What finds the cause in the log.</param>
    public static IResult Unforeseen(string correlation) =>
        Render(StatusCodes.Status500InternalServerError, $"Internal server error (correlation id {correlation}).");

    /// <summary>A store is overloaded; the request may be sent again after a while.</summary>
    public static IResult Busy(TimeSpan retryAfter, HttpResponse response)
    {
        RetryAfter(retryAfter, response);
        return Render(StatusCodes.Status503ServiceUnavailable, "The service is busy; try again later.");
    }

    private static void RetryAfter(TimeSpan wait, HttpResponse response) =>
        response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>The body could not be read.</summary>
    public static IResult BadRequest(int status) => Render(status, "The request's body could not be read.");

    private static IResult Render(int status, object detail) =>
        Results.Json(new Dictionary<string, object> { ["detail"] = detail }, ApiJson.Options, statusCode: status);

    private static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.BadRequest => StatusCodes.Status400BadRequest,
        ErrorCode.Unauthorized => StatusCodes.Status401Unauthorized,
        ErrorCode.QuotaExceeded => StatusCodes.Status402PaymentRequired,
        ErrorCode.InsufficientScope => StatusCodes.Status403Forbidden,
        ErrorCode.NotFound => StatusCodes.Status404NotFound,
        ErrorCode.Conflict => StatusCodes.Status409Conflict,
        ErrorCode.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCode.Invalid => StatusCodes.Status422UnprocessableEntity,
        ErrorCode.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorCode.StorageFailed => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
