using FluidCloud.Core.Access;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>One upload.</summary>
public sealed class FindUpload(IMetadataStore metadata, CheckReach reachable)
{
    /// <returns>null when there is no such upload within the reach.</returns>
    public async Task<Upload?> Run(Reach reach, FileId id, CancellationToken cancel) =>
        await metadata.Read<Upload>(Partitions.Of(reach.Tenant), Upload.IdOf(id), cancel) is { } upload
        && await reachable.Covers(reach, upload.SpaceId, upload.FolderId, upload.App, cancel)
            ? upload
            : null;
}
