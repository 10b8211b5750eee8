using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Core.Shares;

/// <summary>Raw links: where they are, and what signs them.</summary>
public sealed record ShareSettings : IValidatableObject
{
    private const int ShortestKey = 32;

    /// <summary>Scheme and host of the raw links: one that no cookie is ever set for.</summary>
    [Required]
    public Uri BaseUrl { get; init; } = new("https://files.fluidadmin.com");

    /// <summary>
    /// Secret keys in base64, of 32 random bytes or more. The first signs new links; all of them open links, so that a key can be
    /// replaced while the links that it signed live on. Taking a key away ends its links at once.
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
