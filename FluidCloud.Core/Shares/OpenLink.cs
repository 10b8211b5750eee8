using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>Opens the file of a raw link, for anyone who has the link.</summary>
public sealed class OpenLink(LinkTokens tokens, IMetadataStore metadata, LocateFiles locate, IBlobStore blobs, TimeProvider time)
{
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
        return LinkAccess.Decide(share, file?.Effective, time.GetUtcNow()) is LinkAccess.Open open
            ? new(open.File, LinkAppearance.Of(share, open.File), new BlobStream(blobs, open.File.Blob, open.File.Size))
            : throw Errors.LinkNotFound();
    }
}

/// <param name="Bytes">Reads from storage only on demand.</param>
public sealed record OpenedLink(FileItem File, LinkAppearance Appearance, Stream Bytes);
