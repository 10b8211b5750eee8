using FluidCloud.Core.Access;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Uploads;

/// <summary>Stores an upload that begins, with its room in the pool.</summary>
public sealed class ReserveUpload(IMetadataStore metadata, FindFolder folders, ReadQuota quota)
{
    /// <exception cref="FluidCloudException">404 no such space or folder, and what else keeps it out of one; 402 when the pool has no room.</exception>
    public async Task Run(Upload upload, CancellationToken cancel)
    {
        var partition = Partitions.Of(upload.TenantId);
        _ = await metadata.Read<Space>(partition, upload.SpaceId.ToString(), cancel) ?? throw Errors.SpaceNotFound();
        _ = await folders.Destination(upload.TenantId, upload.SpaceId, upload.FolderId, cancel);

        var (tenant, usage) = await quota.Run(upload.TenantId, cancel);
        usage.RequireRoomFor(upload.App);
        var room = tenant.BytesLimit == Tenant.Unlimited
            ? null
            : new PatchCondition.SumAtMost(["bytes_used", "bytes_reserved"], tenant.BytesLimit - upload.Size);
        var result = await metadata.Commit(partition,
            [Change.Create(upload), .. new UsageDelta().Reserve(upload).Names(upload.App).ToChanges(room)], cancel);
        if (result.Conflict is { Reason: ConflictReason.ConditionFailed })
            throw Errors.QuotaExceeded(tenant.BytesLimit, (await quota.Run(upload.TenantId, cancel)).Usage.BytesUsed, upload.Size);
        if (result.Conflict is { Reason: ConflictReason.Missing })
            throw Errors.SpaceNotFound(); // Deleted since it was read.
        // The id is random: a conflict on it is this very commit, sent again after a lost answer.
        if (result.Conflict is { Reason: not ConflictReason.Exists } conflict)
            throw new InvalidOperationException($"The upload could not be reserved: {conflict.Reason} on {conflict.Change.Id}.");
    }
}
