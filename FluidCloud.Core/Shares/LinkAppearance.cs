using FluidCloud.Core.Files;
using FluidCloud.Core.MediaTypes;

namespace FluidCloud.Core.Shares;

/// <summary>How a browser is to take the bytes of a link, and how long they may be kept on the way.</summary>
/// <param name="Inline">Shown, rather than saved.</param>
/// <param name="Cacheable">By the edge and by anybody, for an hour: only permanent links are.</param>
public sealed record LinkAppearance(string ContentType, bool Inline, bool Cacheable)
{
    public static LinkAppearance Of(Share share, FileItem file)
    {
        var mime = file.Mime ?? MediaType.Unknown;
        var isPermanent = share.ExpiresAt is null;
        return new(BrowserTypes.ContentType(mime, file.Charset), (isPermanent || share.Permission == SharePermission.View) && !BrowserTypes.Runs(mime), isPermanent);
    }
}
