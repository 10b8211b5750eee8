using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>Follows a raw link to its file, for anybody who has it.</summary>
public sealed class OpenLink(LinkTokens tokens, IMetadataStore metadata, LocateFiles locate, IBlobStore blobs, TimeProvider time)
{
    /// <exception cref="FluidCloudException">404, the same for a forged token and for every link that does not serve now.</exception>
    public async Task<OpenedLink> Run(string token, CancellationToken cancel)
    {
        if (tokens.Verify(token) is not { } target)
            throw Errors.LinkNotFound();
        var share = await metadata.Read<Share>(Partitions.Of(target.Tenant), target.Share.ToString(), cancel);
        // Another key, an old one that leaked, may sign the same ids: the token that was given out is the one with this hash.
        if (share is null || share.TokenHash != LinkTokens.Hash(token))
            throw Errors.LinkNotFound();
        var file = await locate.ById(target.Tenant, share.FileId, cancel);
        return LinkAccess.Decide(share, file?.Effective, time.GetUtcNow()) is LinkAccess.Open open
            ? new(open.File, LinkAppearance.Of(share, open.File), new BlobStream(blobs, open.File.Blob, open.File.Size))
            : throw Errors.LinkNotFound();
    }
}

/// <param name="Bytes">Nothing of them is read before they are asked for.</param>
public sealed record OpenedLink(FileItem File, LinkAppearance Appearance, Stream Bytes);
