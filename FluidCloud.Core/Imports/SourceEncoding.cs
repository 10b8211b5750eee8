using System.IO.Compression;
using System.Net.Http.Headers;

namespace FluidCloud.Core.Imports;

/// <summary>
/// What a server has encoded the file with, in spite of <c>Accept-Encoding: identity</c> (RFC 9110, 8.4). It is undone, so that
/// the bytes are those that the name and the URL mean; the size limit counts what comes out.
/// </summary>
internal sealed class SourceEncoding
{
    /// <summary>More in a row no server sends, and each multiplies what comes out.</summary>
    private const int MaxCodings = 2;

    private readonly IReadOnlyList<string> codings;

    private SourceEncoding(IReadOnlyList<string> codings) => this.codings = codings;

    public bool IsNone => codings.Count == 0;

    /// <exception cref="ImportRefusedException">It can't be undone.</exception>
    public static SourceEncoding Of(HttpContentHeaders headers)
    {
        List<string> codings = [.. headers.ContentEncoding.Select(coding => coding.ToLowerInvariant()).Where(coding => coding != "identity")];
        // Servers label a .tar.gz as both: a gzip file, and encoded with gzip. What was asked for is the gzip file.
        if (codings is ["gzip" or "x-gzip"] && headers.ContentType?.MediaType is "application/gzip" or "application/x-gzip" or "application/x-tgz")
            codings.Clear();
        return codings.Count <= MaxCodings && codings.TrueForAll(coding => coding is "gzip" or "x-gzip" or "deflate" or "br")
            ? new(codings)
            : throw new ImportRefusedException("The server sent the file in a Content-Encoding that can't be decoded.");
    }

    /// <summary>The last coding that was applied is undone first.</summary>
    public Stream Decode(Stream bytes) => codings.Reverse().Aggregate(bytes, (encoded, coding) => coding switch
    {
        "br" => new BrotliStream(encoded, CompressionMode.Decompress),
        "deflate" => new ZLibStream(encoded, CompressionMode.Decompress),
        _ => new GZipStream(encoded, CompressionMode.Decompress),
    });
}
