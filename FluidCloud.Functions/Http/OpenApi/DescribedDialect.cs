using System.Text.Json;
using System.Text.Json.Serialization;
using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Functions.Http.Sweeppea;
using FluidCloud.Functions.Http.Swiftia;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.OpenApi;

/// <summary>The common parts of one of the HTTP APIs in the description.</summary>
/// <param name="Name">The prefix of the names of its common responses; empty for the FluidCloud API.</param>
/// <param name="Json">The JSON options of its bodies.</param>
/// <param name="KeySchemes">The ways to send a key, by the names of their security schemes.</param>
/// <param name="ErrorOf">The body of a failure with this status.</param>
internal sealed record DescribedDialect(string Name, JsonSerializerOptions Json, IReadOnlyList<string> KeySchemes, Func<int, Type> ErrorOf)
{
    public const string ApiKey = "ApiKey";
    public const string Bearer = "Bearer";
    public const string OwnerToken = "OwnerToken";
    public const string OwnerSession = "OwnerSession";
    public const string SweeppeaToken = "SweeppeaToken";
    public const string SwiftiaToken = "SwiftiaToken";

    private static readonly DescribedDialect Own = new("", Ready(ApiJson.Options), [ApiKey, Bearer], status => status switch
    {
        StatusCodes.Status402PaymentRequired => typeof(QuotaExceededError),
        StatusCodes.Status403Forbidden => typeof(ForbiddenError),
        _ => typeof(Error),
    });

    /// <summary>The routes of owners: the API's own way, with another key.</summary>
    public static readonly DescribedDialect Owners = new("Owner", Own.Json, [OwnerToken, OwnerSession], status => status switch
    {
        StatusCodes.Status402PaymentRequired => typeof(QuotaExceededError),
        _ => typeof(Error),
    });

    private static readonly DescribedDialect Sweeppea = new("Sweeppea", Ready(SweeppeaResponse.Json), [SweeppeaToken], _ => typeof(SweeppeaError));

    private static readonly DescribedDialect Swiftia = new("Swiftia", Ready(SwiftiaResponse.Json), [SwiftiaToken], status => status switch
    {
        StatusCodes.Status401Unauthorized => typeof(SwiftiaUnauthorized),
        StatusCodes.Status429TooManyRequests => typeof(SwiftiaRateLimited),
        _ => typeof(SwiftiaMessage),
    });

    /// <param name="path">The path of a route, with a leading slash.</param>
    public static DescribedDialect Of(string path) => Dialects.Of(path) switch
    {
        SweeppeaDialect => Sweeppea,
        SwiftiaDialect => Swiftia,
        _ when path.StartsWith("/owner/", StringComparison.Ordinal) => Owners,
        _ => Own,
    };

    private static JsonSerializerOptions Ready(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary>Every failure, but for those with a status of 402 and 403.</summary>
/// <param name="Detail">The problem. It starts with the name of the invalid field, if there is one.</param>
internal sealed record Error(string Detail);

/// <summary>The key may not do this.</summary>
internal sealed record ForbiddenError(Forbidden Detail);

/// <param name="Error"><c>insufficient_scope</c>: the key lacks a right. <c>outside_access</c>: the key is narrowed, and the call needs more. <c>tenant_suspended</c>: no call is taken for now.</param>
/// <param name="Required">For <c>insufficient_scope</c>: the scopes that the route requires.</param>
/// <param name="Missing">For <c>insufficient_scope</c>: the scopes that the key lacks.</param>
/// <param name="Message">For <c>outside_access</c>: what is outside the key's access.</param>
internal sealed record Forbidden(
    [property: Field(Values = ["insufficient_scope", "outside_access", "tenant_suspended"])] string Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Required,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message);

/// <summary>The storage pool has no room, or there are as many expiring links as are allowed.</summary>
internal sealed record QuotaExceededError(QuotaExceeded Detail);

/// <summary>Of the pool the fields about bytes are there, of the links those about links.</summary>
/// <param name="Error">Always the same text.</param>
/// <param name="BytesReserved">Bytes reserved by unfinished uploads.</param>
/// <param name="BytesRequested">Bytes that this upload needs.</param>
internal sealed record QuotaExceeded(
    [property: Field(Values = ["quota_exceeded"])] string Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? BytesLimit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? BytesUsed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? BytesReserved,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? BytesRequested,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? LinksLimit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? LinksUsed);
