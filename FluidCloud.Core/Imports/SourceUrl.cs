using System.Net;

namespace FluidCloud.Core.Imports;

/// <summary>Checks a URL before its host name is resolved: the caller's URL and every redirect target.</summary>
public static class SourceUrl
{
    private const int MaxCharacters = 2048;

    /// <returns>null when the URL may be fetched from.</returns>
    public static string? FindProblem(Uri url, ImportLimits limits)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            return "must be an http or https URL";
        if (url.AbsoluteUri.Length > MaxCharacters)
            return $"must not be longer than {MaxCharacters} characters";
        if (url.UserInfo.Length > 0)
            return "must not contain a user name or password";
        if (!limits.Ports.Contains(url.Port))
            return $"must not name a port other than {string.Join(" and ", limits.Ports.Order())}";
        // Parsing the URL has turned an IP address in any notation into its usual form.
        return IPAddress.TryParse(url.Host, out var address) && !limits.MayConnect(address) ? "must resolve to a public address" : null;
    }

    /// <exception cref="FluidCloudException">422 that names the field.</exception>
    internal static Uri Parse(string? text, ImportLimits limits)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Errors.Invalid("url", "is required");
        if (text.Length > MaxCharacters || !Uri.TryCreate(text, UriKind.Absolute, out var url))
            throw Errors.Invalid("url", $"must be a URL of at most {MaxCharacters} characters");
        return FindProblem(url, limits) is { } problem ? throw Errors.Invalid("url", problem) : url;
    }

    /// <summary>The last segment of the path, as a file name.</summary>
    internal static string NameIn(Uri url) => Uri.UnescapeDataString(url.Segments[^1].TrimEnd('/'));
}
