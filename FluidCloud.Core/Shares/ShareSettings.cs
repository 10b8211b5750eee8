using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Core.Shares;

/// <summary>Settings of raw links: their host and their signing keys.</summary>
public sealed record ShareSettings : IValidatableObject
{
    private const int ShortestKey = 32;

    /// <summary>Scheme and host of the raw links. Use a host for which no cookie is ever set.</summary>
    [Required]
    public Uri BaseUrl { get; init; } = new("https://files.fluidadmin.com");

    /// <summary>
    /// Secret keys in base64, each of at least 32 random bytes. The first signs new links; every key opens the links it
    /// signed, so that keys can be rotated. Removing a key disables its links immediately.
    /// </summary>
    public IReadOnlyList<string> SigningKeys { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SigningKeys.Count == 0 || SigningKeys.Any(key => Decode(key) is not { Length: >= ShortestKey }))
            yield return new($"signingKeys must hold at least one key, each the base64 of {ShortestKey} random bytes or more", [nameof(SigningKeys)]);
    }

    /// <returns>null when it is not base64.</returns>
    private static byte[]? Decode(string key)
    {
        var bytes = new byte[key.Length];
        return Convert.TryFromBase64String(key, bytes, out var written) ? bytes[..written] : null;
    }
}
