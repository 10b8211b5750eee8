using System.Text.Encodings.Web;
using System.Text.Json;
using FluidCloud.Core;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Swiftia;

/// <summary>Answers as Swiftia's documentation has them (statements 199 to 205).</summary>
internal static class SwiftiaResponse
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IResult Ok(object value) => Results.Json(value, Json);

    public static IResult Deleted(FileId id) => Ok(new { Id = id, Deleted = true });

    /// <param name="id">As it was asked for.</param>
    public static IResult NotDeleted(string id) => Results.Json(
        new { Id = id, Deleted = false, Error = "Failed to delete file from storage" }, Json, statusCode: StatusCodes.Status500InternalServerError);

    public static IResult Unauthorized() => Results.Json(new { Error = "Unauthorized" }, Json, statusCode: StatusCodes.Status401Unauthorized);

    public static IResult Message(int status, string message) => Results.Json(new { Message = message }, Json, statusCode: status);

    public static IResult RateLimited(int secondsLeft) => Results.Json(
        new
        {
            Status = StatusCodes.Status429TooManyRequests,
            Message = "Rate limit exceeded. Please try again later.",
            Code = "RATE_LIMIT_EXCEEDED",
            RetryAfter = secondsLeft,
        },
        Json, statusCode: StatusCodes.Status429TooManyRequests);
}
