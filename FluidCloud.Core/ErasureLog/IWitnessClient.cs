namespace FluidCloud.Core.ErasureLog;

/// <summary>Submits checkpoints to witnesses (C2SP tlog-witness).</summary>
public interface IWitnessClient
{
    /// <param name="prefix">The submission prefix of the witness.</param>
    /// <param name="body">The body of the <c>add-checkpoint</c> request.</param>
    /// <exception cref="Exception">There is no response.</exception>
    Task<WitnessAnswer> AddCheckpoint(Uri prefix, string body, CancellationToken cancel);
}

/// <param name="Status">The HTTP status.</param>
public sealed record WitnessAnswer(int Status, string Body);

/// <summary>A witness that cosigns each checkpoint.</summary>
/// <param name="Prefix">Its submission prefix.</param>
public sealed record Witness(NoteKey Key, Uri Prefix)
{
    /// <param name="text">Its verifier key, a space, and its submission prefix.</param>
    /// <exception cref="FormatException">The text is not of this form.</exception>
    public static Witness Parse(string text)
    {
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var key, var url] || !Uri.TryCreate(url, UriKind.Absolute, out var prefix)
            || prefix.Scheme is not ("http" or "https"))
            throw new FormatException("A witness is a verifier key, a space and an http or https URL.");
        var parsed = NoteKey.Parse(key);
        return parsed.Type == NoteKeyType.Cosignature ? new(parsed, prefix) : throw new FormatException("The verifier key is not that of a witness.");
    }
}
