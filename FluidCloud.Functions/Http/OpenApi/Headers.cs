using FluidCloud.Functions.Http.Owners;
using Microsoft.OpenApi;

namespace FluidCloud.Functions.Http.OpenApi;

/// <summary>The headers of answers.</summary>
internal static class Headers
{
    private static readonly string[] OfEveryKey = ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"];

    public static Dictionary<string, IOpenApiHeader> All => new()
    {
        ["X-Request-Id"] = Header("Finds the request, and the background work that came of it.", JsonSchemaType.String),
        ["X-RateLimit-Limit"] = Header("How many requests the window takes.", JsonSchemaType.Integer),
        ["X-RateLimit-Remaining"] = Header("What is left of it.", JsonSchemaType.Integer),
        ["X-RateLimit-Reset"] = Header("When it ends: Unix seconds, in Swiftia's routes milliseconds.", JsonSchemaType.Integer),
        ["Retry-After"] = Header("In how many seconds to ask again, where that is known.", JsonSchemaType.Integer),
        ["Link"] = Header("`<...>; rel=\"next\"`: the next page, relative to this request. Not there on the last one.", JsonSchemaType.String),
    };

    /// <param name="isPublic">Whether the route needs no key and has no rate limit.</param>
    /// <param name="more">Headers in addition to those of every response.</param>
    public static Dictionary<string, IOpenApiHeader> Of(OpenApiDocument document, bool isPublic, IReadOnlyList<string> more) =>
        more.Prepend("X-Request-Id").Concat(isPublic ? [] : OfEveryKey)
            .ToDictionary(name => name, name => (IOpenApiHeader)new OpenApiHeaderReference(name, document));

    private static OpenApiHeader Header(string description, JsonSchemaType type) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = type } };
}

/// <summary>The ways to send a key.</summary>
internal static class KeySchemes
{
    public static Dictionary<string, IOpenApiSecurityScheme> All => new()
    {
        [DescribedDialect.ApiKey] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-API-Key", Description = "`X-API-Key: fck_live_...`",
        },
        [DescribedDialect.Bearer] = Bearer("`Authorization: Bearer fck_live_...`"),
        [DescribedDialect.OwnerToken] = Bearer("A token of the identity provider of owners: `Authorization: Bearer eyJ...`. Changes need the header `X-FluidCloud-Owner: 1`."),
        [DescribedDialect.OwnerSession] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = LocalOwners.Cookie, Description = "The session of a local host.",
        },
        [DescribedDialect.SweeppeaToken] = Bearer("Where Sweeppea's clients send their token: `Authorization: Bearer fck_live_...`. No other header is looked at."),
        [DescribedDialect.SwiftiaToken] = Bearer("Where Swiftia's clients send their key: `Authorization: Bearer fck_live_...`. No other header is looked at."),
    };

    private static OpenApiSecurityScheme Bearer(string description) =>
        new() { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = description };
}
