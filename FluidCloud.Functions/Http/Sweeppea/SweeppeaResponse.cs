using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluidCloud.Core;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Sweeppea;

/// <summary>Creates the responses (statements 186 to 192).</summary>
internal static class SweeppeaResponse
{
    public static readonly JsonSerializerOptions Json = new()
    {
        // Ignores unknown fields, which clients of Sweeppea may send.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        AllowDuplicateProperties = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IResult Ok(SweeppeaTelemetry telemetry, object data, string message) =>
        Results.Json(new SweeppeaAnswer<object>(Response: true, telemetry, data, message), Json);

    /// <summary>Not there, or another tenant's.</summary>
    public static IResult NotFound(SweeppeaTelemetry telemetry) =>
        Fail(StatusCodes.Status404NotFound, new("File not found or access denied.") { Telemetry = telemetry });

    /// <param name="expectedBody">What each field should be.</param>
    public static IResult BadBody(string message, object? expectedBody) => Results.Json(
        new SweeppeaError(message) { Help = new Dictionary<string, object?> { ["ExpectedBody"] = expectedBody } }, Json, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>A file with the name of the upload exists.</summary>
    public static IResult Exists(string message, FileId existing) =>
        Fail(StatusCodes.Status409Conflict, new(message) { ExistingFileToken = existing });

    public static IResult Failed(int status, string message) => Fail(status, new(message));

    /// <summary>Sweeppea's keys have no scopes: the message is the documented one, and the help names the missing scope.</summary>
    public static IResult InsufficientScope(FluidCloudException error) =>
        Fail(StatusCodes.Status403Forbidden, new("Invalid API Token") { Help = error.Message });

    private static IResult Fail(int status, SweeppeaError error) => Results.Json(error with { Code = status }, Json, statusCode: status);
}

/// <summary>The envelope around every success, its fields in the documented order.</summary>
internal sealed record SweeppeaAnswer<T>(bool Response, SweeppeaTelemetry Telemetry, T Data, string Message) where T : notnull;

/// <summary>The envelope around every failure, its fields in the documented order; fields that do not apply are omitted.</summary>
internal sealed record SweeppeaError
{
    public SweeppeaError(string message) => Message = message;

    /// <summary>Always false.</summary>
    public bool Response { get; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SweeppeaTelemetry? Telemetry { get; init; }

    public string Message { get; }

    /// <summary>The existing file with the name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FileId? ExistingFileToken { get; init; }

    /// <summary>The HTTP status; omitted when the body is invalid.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Code { get; init; }

    /// <summary>Help on the key, or <c>ExpectedBody</c>: the expected value of each field.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? Help { get; init; }
}

/// <summary>What the call used (statement 231).</summary>
/// <param name="DataConsumed">Megabytes that this call moved: always 0, because bytes go directly between client and storage.</param>
/// <param name="APICalls">Of the tenant in this calendar month (UTC), this one included.</param>
/// <param name="MaxAPICalls">Of the tenant's plan; -1 is unlimited.</param>
internal sealed record SweeppeaTelemetry(int DataConsumed, long APICalls, long MaxAPICalls);
