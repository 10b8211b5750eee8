using FluidCloud.Core.Files;
using FluidCloud.Core.Scanning;

namespace FluidCloud.Core.Shares;

/// <summary>How a browser is to take the bytes of a link, and how long they may be kept on the way.</summary>
/// <param name="Inline">Shown, rather than saved.</param>
/// <param name="Cacheable">By the edge and by anybody, for an hour: only permanent links are.</param>
public sealed record LinkAppearance(string ContentType, bool Inline, bool Cacheable)
{
    public static LinkAppearance Of(Share share, FileItem file)
    {
        var mime = file.Mime ?? MimeType.Unknown;
        var isPermanent = share.ExpiresAt is null;
        return new(ContentTypeOf(mime), (isPermanent || share.Permission == SharePermission.View) && !Runs(mime), isPermanent);
    }

    /// <summary>Types that a browser would run on the links' own domain: markup, and all that is XML, which may be markup.</summary>
    private static bool Runs(string mime) =>
        mime is "text/html" or "text/xml" or "application/xml" or "text/javascript" or "application/javascript"
        || mime.EndsWith("+xml", StringComparison.Ordinal);

    /// <summary>What is text was taken for it because it is UTF-8.</summary>
    private static string ContentTypeOf(string mime) =>
        mime.StartsWith("text/", StringComparison.Ordinal) ? mime + "; charset=utf-8" : mime;
}
