using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>Which web pages of other hosts may call the API from a browser. The same ones may use signed URLs.</summary>
public sealed record CorsSettings : IValidatableObject
{
    /// <summary>Separated by commas, each a scheme and a host as browsers name it; empty when no page may.</summary>
    public string Origins { get; init; } = "";

    public IReadOnlyList<string> All => Origins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var origin in All)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.GetLeftPart(UriPartial.Authority) != origin)
                yield return new("origins must be as https://app.example.com: a scheme and a host, without a path, in lower case", [nameof(Origins)]);
        }
    }
}
