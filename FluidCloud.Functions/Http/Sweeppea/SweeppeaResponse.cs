using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluidCloud.Core;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Sweeppea;

/// <summary>The envelope around every answer, its fields in the documented order (statements 186 to 192).</summary>
internal static class SweeppeaResponse
{
    public static readonly JsonSerializerOptions Json = new()
    {
        // Bodies may have fields that only Sweeppea knows.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        AllowDuplicateProperties = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IResult Ok(SweeppeaTelemetry telemetry, object data, string message) =>
        Results.Json(new { Response = true, Telemetry = telemetry, Data = data, Message = message }, Json);

    /// <summary>Not there, or another tenant's.</summary>
    public static IResult NotFound(SweeppeaTelemetry telemetry) => Results.Json(
        new { Response = false, Telemetry = telemetry, Message = "File not found or access denied.", Code = StatusCodes.Status404NotFound },
        Json, statusCode: StatusCodes.Status404NotFound);

    /// <param name="expectedBody">What each field should be.</param>
    public static IResult BadBody(string message, object? expectedBody) => Results.Json(
        new { Response = false, Message = message, Help = new { ExpectedBody = expectedBody } }, Json, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>A file has the name of an upload.</summary>
    public static IResult Exists(string message, FileId existing) => Results.Json(
        new { Response = false, Message = message, ExistingFileToken = existing, Code = StatusCodes.Status409Conflict },
        Json, statusCode: StatusCodes.Status409Conflict);

    public static IResult Failed(int status, string message) =>
        Results.Json(new { Response = false, Message = message, Code = status }, Json, statusCode: status);

    /// <summary>Sweeppea's keys have no scopes. The message is the documented one, and the help says what is wrong with the key.</summary>
    public static IResult InsufficientScope(FluidCloudException error) => Results.Json(
        new { Response = false, Message = "Invalid API Token", Code = StatusCodes.Status403Forbidden, Help = error.Message },
        Json, statusCode: StatusCodes.Status403Forbidden);
}

/// <summary>What the call used (statement 231).</summary>
/// <param name="DataConsumed">Megabytes that this call moved: none, bytes go between the client and storage.</param>
/// <param name="APICalls">Of the tenant in this calendar month (UTC), this one included.</param>
/// <param name="MaxAPICalls">Of the tenant's plan; -1 is unlimited.</param>
internal sealed record SweeppeaTelemetry(int DataConsumed, long APICalls, long MaxAPICalls);
