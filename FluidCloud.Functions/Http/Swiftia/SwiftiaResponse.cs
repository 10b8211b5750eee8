using System.Text.Encodings.Web;
using System.Text.Json;
using FluidCloud.Core;
using FluidCloud.Functions.Http.OpenApi;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Swiftia;

/// <summary>Creates the responses that Swiftia documents (statements 199 to 205).</summary>
internal static class SwiftiaResponse
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IResult Ok(object value) => Results.Json(value, Json);

    public static IResult Deleted(FileId id) => Ok(new SwiftiaDeleted(id, Deleted: true));

    /// <param name="id">The id as the request has it.</param>
    public static IResult NotDeleted(string id) => Results.Json(
        new SwiftiaNotDeleted(id, Deleted: false, "Failed to delete file from storage"), Json, statusCode: StatusCodes.Status500InternalServerError);

    public static IResult Unauthorized() => Results.Json(new SwiftiaUnauthorized("Unauthorized"), Json, statusCode: StatusCodes.Status401Unauthorized);

    public static IResult Message(int status, string message) => Results.Json(new SwiftiaMessage(message), Json, statusCode: status);

    public static IResult RateLimited(int secondsLeft) => Results.Json(
        new SwiftiaRateLimited(StatusCodes.Status429TooManyRequests, "Rate limit exceeded. Please try again later.", "RATE_LIMIT_EXCEEDED", secondsLeft),
        Json, statusCode: StatusCodes.Status429TooManyRequests);
}

internal sealed record SwiftiaDeleted(FileId Id, [property: Field(Example = "true")] bool Deleted);

/// <param name="Id">The id as the request has it.</param>
internal sealed record SwiftiaNotDeleted(string Id, bool Deleted, [property: Field(Example = "\"Failed to delete file from storage\"")] string Error);

internal sealed record SwiftiaUnauthorized([property: Field(Example = "\"Unauthorized\"")] string Error);

internal sealed record SwiftiaMessage(string Message);

/// <param name="RetryAfter">Seconds.</param>
internal sealed record SwiftiaRateLimited([property: Field(Example = "429")] int Status, string Message, string Code, int RetryAfter);
