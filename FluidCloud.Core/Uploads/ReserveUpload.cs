using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;
using FluidCloud.Core.Spaces;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Uploads;

/// <summary>Creates an upload with its quota reservation.</summary>
public sealed class ReserveUpload(IMetadataStore metadata, FindFolder folders, ReadQuota quota)
{
    /// <exception cref="FluidCloudException">
    /// 403 another app than the key's; 404 no such space or folder; the folder's other errors
    /// (<see cref="FindFolder.Destination"/>); 402 quota exceeded.
    /// </exception>
    public async Task Run(Reach reach, Upload upload, CancellationToken cancel)
    {
        if (!reach.Covers(upload.App))
            throw Errors.OutsideAccess($"The key is narrowed to the app '{reach.App}'.");
        if (!reach.Covers(upload.SpaceId) || await metadata.Read<Space>(Partitions.Of(upload.TenantId), upload.SpaceId.ToString(), cancel) is null)
            throw Errors.SpaceNotFound();
        _ = await folders.Destination(reach, upload.SpaceId, upload.FolderId, Errors.FolderNotFound, cancel);

        var (tenant, usage) = await quota.Run(upload.TenantId, cancel);
        usage.RequireRoomFor(upload.App);
        var result = await Commit(tenant, Change.Create(upload), upload.Size, new UsageDelta().Reserve(upload).AddApp(upload.App), cancel);
        if (result.Conflict is { Reason: ConflictReason.Missing })
            throw Errors.SpaceNotFound(); // The space was deleted meanwhile.
        // The id is random: a conflict on it means that this commit succeeded before and its response was lost.
        if (result.Conflict is { Reason: not ConflictReason.Exists } conflict)
            throw new InvalidOperationException($"The upload could not be reserved: {conflict.Reason} on {conflict.Change.Id}.");
    }

    /// <summary>Changes the size of an upload's quota reservation, and stores its other new values.</summary>
    /// <exception cref="UploadChangedException">Another call changed the upload since it was read.</exception>
    /// <exception cref="FluidCloudException">402 quota exceeded.</exception>
    public async Task<Upload> Resize(Upload upload, long size, CancellationToken cancel)
    {
        var resized = upload with { Size = size };
        var more = size - upload.Size;
        var (tenant, _) = await quota.Run(upload.TenantId, cancel);
        var result = await Commit(tenant, Change.Replace(resized), more, new UsageDelta().Resize(upload, more), cancel);
        if (result.Succeeded)
            return resized with { ETag = result.ETags[0]! };
        result.ExpectRaceOn(upload.Id);
        throw new UploadChangedException();
    }

    private async Task<CommitResult> Commit(Tenant tenant, Change change, long bytes, UsageDelta usage, CancellationToken cancel)
    {
        var room = bytes <= 0 || tenant.BytesLimit == Tenant.Unlimited
            ? null
            : new PatchCondition.SumAtMost(["bytes_used", "bytes_reserved"], tenant.BytesLimit - bytes);
        var result = await metadata.Commit(Partitions.Of(tenant.TenantId), [change, .. usage.ToChanges(room)], cancel);
        if (result.Conflict is { Reason: ConflictReason.ConditionFailed })
        {
            var (_, usageNow) = await quota.Run(tenant.TenantId, cancel);
            throw Errors.QuotaExceeded(tenant.BytesLimit, usageNow.BytesUsed, usageNow.BytesReserved, bytes);
        }
        return result;
    }
}

/// <summary>An upload was completed, discarded or claimed by someone else meanwhile.</summary>
public sealed class UploadChangedException() : Exception("The upload was changed meanwhile.");
