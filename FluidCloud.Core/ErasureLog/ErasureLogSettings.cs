using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Core.ErasureLog;

/// <summary>The name, key, witnesses and timestamp authority of a deployment's erasure log.</summary>
public sealed record ErasureLogSettings : IValidatableObject
{
    /// <summary>The name of the log for ever: the URL of its routes without a scheme, as in <c>files.example.com/erasure-log</c>.</summary>
    [Required]
    public string? Origin { get; init; }

    /// <summary>The secret of the Ed25519 key that signs checkpoints: the base64 of 32 random bytes.</summary>
    [Required]
    public string? SigningKey { get; init; }

    /// <summary>
    /// The previous verifier key, <c>origin+id+base64</c>, while a key is replaced: a checkpoint with its signature is accepted
    /// and signed again with the new key. null for none.
    /// </summary>
    public string? PreviousKey { get; init; }

    /// <summary>The witnesses that cosign each checkpoint: for each its verifier key, a space, and its submission prefix.</summary>
    public IReadOnlyList<string> Witnesses { get; init; } = [];

    /// <summary>The URL of an RFC 3161 authority that timestamps one checkpoint a day; null for none.</summary>
    public Uri? TimestampUrl { get; init; }

    /// <summary>Signs the checkpoints.</summary>
    public NoteSigner Signer() => new(Origin!, NoteKeyType.Ed25519, Convert.FromBase64String(SigningKey!));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Origin is not null && !NoteKey.IsName(Origin))
            yield return new("origin must be without spaces and plus signs");
        if (SigningKey is not null && Base64.DecodeHash(SigningKey) is null)
            yield return new("signingKey must be the base64 of 32 random bytes");
        if (PreviousKey is not null && Problem(PreviousKey, NoteKey.Parse) is { } problem)
            yield return new($"previousKey is not a verifier key: {problem}");
        foreach (var witness in Witnesses)
        {
            if (Problem(witness, Witness.Parse) is { } flaw)
                yield return new($"witnesses has an invalid entry: {flaw}");
        }
    }

    private static string? Problem<T>(string text, Func<string, T> parse)
    {
        try
        {
            parse(text);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
