using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>Opens the file of a raw link, for anyone who has the link.</summary>
public sealed class OpenLink(LinkTokens tokens, IMetadataStore metadata, LocateFiles locate, IBlobStore blobs, TimeProvider time)
{
    /// <summary>
    /// A larger file is fetched from storage itself: a slow download would hold a place in an instance for hours, and end
    /// with the time limit of functions (docs/adr/0021).
    /// </summary>
    public const long MaxStreamed = 64L * 1024 * 1024;

    /// <summary>Time enough to follow a redirect; a download that has begun goes on.</summary>
    private static readonly TimeSpan SignedLifetime = TimeSpan.FromMinutes(1);

    /// <exception cref="FluidCloudException">
    /// 404, the same for a forged token and for every link that is not served now.
    /// </exception>
    public async Task<OpenedLink> Run(string token, CancellationToken cancel)
    {
        if (tokens.Verify(token) is not { } target)
            throw Errors.LinkNotFound();
        var share = await metadata.Read<Share>(Partitions.Of(target.Tenant), target.Share.ToString(), cancel);
        // A leaked old key could sign the same ids: only the token that was issued has this hash.
        if (share is null || share.TokenHash != LinkTokens.Hash(token))
            throw Errors.LinkNotFound();
        var file = await locate.ById(target.Tenant, share.FileId, cancel);
        if (LinkAccess.Decide(share, file?.Effective, time.GetUtcNow()) is not LinkAccess.Open { File: var opened })
            throw Errors.LinkNotFound();
        var appearance = LinkAppearance.Of(share, opened);
        var elsewhere = opened.Size <= MaxStreamed
            ? null
            : await blobs.SignDownload(opened.Blob, new(opened.OriginalName, appearance.ContentType) { Inline = appearance.Inline }, SignedLifetime, cancel);
        return new(opened, appearance, new BlobStream(blobs, opened.Blob, opened.Size), elsewhere);
    }
}

/// <param name="Bytes">Reads from storage only on demand.</param>
/// <param name="Elsewhere">A signed URL of the same bytes, when they should be fetched from there; else null.</param>
public sealed record OpenedLink(FileItem File, LinkAppearance Appearance, Stream Bytes, Uri? Elsewhere);
