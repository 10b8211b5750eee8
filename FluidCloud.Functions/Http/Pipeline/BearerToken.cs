using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>The token of <c>Authorization: Bearer ...</c> (RFC 6750).</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <returns>null unless there is one such header with one token.</returns>
    public static string? Of(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var token = authorization[Scheme.Length..].Trim();
        return token.Length == 0 || token.Contains(' ', StringComparison.Ordinal) || token.Contains(',', StringComparison.Ordinal) ? null : token;
    }
}
