using FluidCloud.Core.Access;
using Shouldly;

namespace FluidCloud.Tests.Hosting;

/// <summary>What the errors that every route may answer look like in each dialect.</summary>
public sealed class DialectResponses
{
    public static readonly DialectResponses FluidCloud = new()
    {
        ShouldBeUnauthorized = answer => answer.ShouldFail(401),
        ShouldBeNotFound = answer => answer.ShouldFail(404),
        RequiredScopes = answer =>
            [.. answer.ShouldFail(403, "insufficient_scope")["detail"].GetProperty("required").EnumerateArray().Select(scope => scope.GetString()!)],
    };

    private static readonly DialectResponses Sweeppea = new()
    {
        ShouldBeUnauthorized = answer => answer.ShouldBe(401).Text.ShouldBe("""{"Response":false,"Message":"Invalid or Missing Bearer Token","Code":401}"""),
        ShouldBeNotFound = answer => answer.ShouldBe(404)["Message"].GetString().ShouldBe("File not found or access denied."),
        RequiredScopes = answer => ScopesIn(answer.ShouldBe(403)["Help"].GetString()!),
    };

    private static readonly DialectResponses Swiftia = new()
    {
        ShouldBeUnauthorized = answer => answer.ShouldBe(401).Text.ShouldBe("""{"error":"Unauthorized"}"""),
        ShouldBeNotFound = answer => answer.ShouldBe(404).Text.ShouldBe("""{"message":"File not found"}"""),
        RequiredScopes = answer => ScopesIn(answer.ShouldBe(403)["message"].GetString()!),
    };

    public required Action<ApiResponse> ShouldBeUnauthorized { get; init; }
    public required Action<ApiResponse> ShouldBeNotFound { get; init; }

    /// <summary>Those that the answer to a key without them names.</summary>
    public required Func<ApiResponse, IReadOnlyList<string>> RequiredScopes { get; init; }

    /// <param name="route">From the root, without a slash before it.</param>
    public static DialectResponses Of(string route) =>
        route.StartsWith("files/", StringComparison.Ordinal) ? Sweeppea
        : route.StartsWith("api/uploads/", StringComparison.Ordinal) ? Swiftia
        : FluidCloud;

    private static IReadOnlyList<string> ScopesIn(string text) => [.. Scope.All.Select(scope => scope.Name).Where(text.Contains)];
}
