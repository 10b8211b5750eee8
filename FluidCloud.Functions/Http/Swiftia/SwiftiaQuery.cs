using System.Globalization;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Files;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Swiftia;

/// <summary>The parameters of Swiftia's requests.</summary>
internal static class SwiftiaQuery
{
    public const int MaxLimit = 100;

    private static readonly string[] Kinds = ["image", "video", "audio"];

    /// <summary>The organization is the tenant (statements 197, 230).</summary>
    /// <returns>null when the organization is the key's or missing; otherwise the error response.</returns>
    public static IResult? OrganizationProblem(HttpRequest request, Caller caller)
    {
        if (!request.Query.TryGetValue("organizationId", out var organization))
            return null;
        if (organization.Count != 1 || !Id.TryParse<TenantId>(organization[0], out var tenant))
            return SwiftiaResponse.Message(StatusCodes.Status400BadRequest, "Organization ID is required");
        return tenant == caller.Tenant
            ? null
            : SwiftiaResponse.Message(StatusCodes.Status403Forbidden, "Organization ID mismatch. API key is bound to a different organization.");
    }

    public static IReadOnlyList<string> Types(HttpRequest request)
    {
        var types = QueryText.Get(request, "type")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return types.All(Kinds.Contains) ? types : throw Errors.Invalid("type", "must be one of " + string.Join(", ", Kinds));
    }

    /// <summary>
    /// Matches tags exactly, because clients delete what they find by a tag: <c>c++</c> arrives as a c and two blanks. It must
    /// not find the files tagged <c>c</c>, nor a blank tag all files.
    /// </summary>
    public static IReadOnlyList<string> Tags(HttpRequest request) => FileTags.Validate(QueryText.Get(request, "tags")?.Split(','));

    public static int Limit(HttpRequest request) => Number(request, "limit", 1, MaxLimit, unlessGiven: 50);

    public static int Offset(HttpRequest request) => Number(request, "offset", 0, ListNewestFiles.MaxOffset, unlessGiven: 0);

    private static int Number(HttpRequest request, string name, int least, int most, int unlessGiven)
    {
        if (QueryText.Get(request, name) is not { } text)
            return unlessGiven;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Errors.Invalid(name, $"must be {least} to {most}");
    }
}
