namespace FluidCloud.Core.MediaTypes;

/// <summary>What bytes are, by the bytes alone: a name says nothing, so a rename changes nothing.</summary>
/// <param name="Mime">As registered with IANA where it is; <see cref="Unknown"/> for what is not known.</param>
/// <param name="Charset">Of text: <c>utf-8</c> when all of it is UTF-8, <c>utf-16le</c> or <c>utf-16be</c>. null when it can't be known, and for all else.</param>
public sealed record MediaType(string Mime, string? Charset = null)
{
    public const string Unknown = "application/octet-stream";
}
