namespace FluidCloud.Core.MediaTypes;

/// <summary>The type of a file, detected from its bytes alone, so that a rename never changes it.</summary>
/// <param name="Mime">As registered with IANA where it is; <see cref="Unknown"/> for what is not known.</param>
/// <param name="Charset">Of text: <c>utf-8</c> when all of it is UTF-8, <c>utf-16le</c> or <c>utf-16be</c>. null when it can't be known, and for all else.</param>
public sealed record MediaType(string Mime, string? Charset = null)
{
    public const string Unknown = "application/octet-stream";
}
