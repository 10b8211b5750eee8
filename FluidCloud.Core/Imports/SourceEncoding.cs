using System.IO.Compression;
using System.Net.Http.Headers;

namespace FluidCloud.Core.Imports;

/// <summary>
/// The content codings of a response, which some servers apply in spite of <c>Accept-Encoding: identity</c> (RFC 9110, 8.4).
/// They are decoded, so that the stored bytes match the file's name. The size limit applies to the decoded bytes.
/// </summary>
internal sealed class SourceEncoding
{
    /// <summary>No real server applies more codings, and each multiplies the decoded size.</summary>
    private const int MaxCodings = 2;

    private readonly IReadOnlyList<string> codings;

    private SourceEncoding(IReadOnlyList<string> codings) => this.codings = codings;

    public bool IsNone => codings.Count == 0;

    /// <exception cref="ImportRefusedException">The coding can't be decoded.</exception>
    public static SourceEncoding Of(HttpContentHeaders headers)
    {
        List<string> codings = [.. headers.ContentEncoding.Select(coding => coding.ToLowerInvariant()).Where(coding => coding != "identity")];
        // Servers label a .tar.gz both as a gzip file and as encoded with gzip. The gzip file is what was requested.
        if (codings is ["gzip" or "x-gzip"] && headers.ContentType?.MediaType is "application/gzip" or "application/x-gzip" or "application/x-tgz")
            codings.Clear();
        return codings.Count <= MaxCodings && codings.TrueForAll(coding => coding is "gzip" or "x-gzip" or "deflate" or "br")
            ? new(codings)
            : throw new ImportRefusedException("The server sent the file in a Content-Encoding that can't be decoded.");
    }

    /// <summary>Decodes the codings, the last applied first.</summary>
    public Stream Decode(Stream bytes) => codings.Reverse().Aggregate(bytes, (encoded, coding) => coding switch
    {
        "br" => new BrotliStream(encoded, CompressionMode.Decompress),
        "deflate" => new ZLibStream(encoded, CompressionMode.Decompress),
        _ => new GZipStream(encoded, CompressionMode.Decompress),
    });
}
