namespace FluidCloud.Core.MediaTypes;

/// <summary>The type of a file, detected from its bytes alone, so that a rename never changes it.</summary>
/// <param name="Mime">The type as registered with IANA, if it is; <see cref="Unknown"/> for unknown types.</param>
/// <param name="Charset">The encoding of text: <c>utf-8</c> when the whole file is UTF-8, <c>utf-16le</c> or <c>utf-16be</c>. null when unknown, and for
/// other types.</param>
public sealed record MediaType(string Mime, string? Charset = null)
{
    public const string Unknown = "application/octet-stream";
}
