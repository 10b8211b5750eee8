namespace FluidCloud.Core.Uploads;

/// <summary>Validates a SHA-256 that a caller sends.</summary>
internal static class Sha256Text
{
    private const int Digits = 64;

    /// <returns>The digest in lower case; null when none is given.</returns>
    /// <exception cref="FluidCloudException">422: not 64 hex digits.</exception>
    public static string? Validate(string? text) => text switch
    {
        null => null,
        { Length: Digits } when text.All(char.IsAsciiHexDigit) => text.ToLowerInvariant(),
        _ => throw Errors.Invalid("sha256", $"must be {Digits} hex digits"),
    };
}
