using FluidCloud.Core.Files;
using FluidCloud.Core.MediaTypes;

namespace FluidCloud.Core.Shares;

/// <summary>How a browser should treat the bytes of a link, and whether they may be cached.</summary>
/// <param name="Inline">Displayed rather than saved.</param>
/// <param name="Cacheable">Whether the edge and others may cache it for an hour: only permanent links.</param>
public sealed record LinkAppearance(string ContentType, bool Inline, bool Cacheable)
{
    public static LinkAppearance Of(Share share, FileItem file)
    {
        var mime = file.Mime ?? MediaType.Unknown;
        var isPermanent = share.ExpiresAt is null;
        return new(BrowserTypes.ContentType(mime, file.Charset), (isPermanent || share.Permission == SharePermission.View) && !BrowserTypes.Runs(mime), isPermanent);
    }
}
