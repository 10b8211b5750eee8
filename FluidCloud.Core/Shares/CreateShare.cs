using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Shares;

/// <summary>Creates a link to a file.</summary>
/// <remarks>
/// The commit also changes the file's record, and requires the file to be ready. So it fails once a purge has begun, and a
/// purge that begins later finds the link.
/// </remarks>
public sealed class CreateShare(
    LocateFiles locate, IMetadataStore metadata, FindTenant tenants, ReadQuota quota, LinkTokens tokens, ShareSettings settings, TimeProvider time)
{
    /// <exception cref="FluidCloudException">
    /// 404 no such file; 409 in Trash (statement 224) or not clean (106); 402 the limit of expiring links is reached.
    /// </exception>
    public async Task<NewShare> Run(Caller caller, FileId id, ShareTerms terms, CancellationToken cancel)
    {
        var shareId = Id.New<ShareId>();
        var token = tokens.Make(caller.Tenant, shareId, tokens.SigningKeyId)!;
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var now = time.GetUtcNow();
            var expires = now + terms.Lifetime;
            var share = new Share
            {
                Id = shareId.ToString(),
                TenantId = caller.Tenant,
                FileId = id,
                Permission = terms.Permission,
                ExpiresAt = expires,
                KeyId = tokens.SigningKeyId,
                TokenHash = LinkTokens.Hash(token),
                CreatedBy = caller.KeyPrefix,
                CreatedAt = now,
                DueAt = expires,
            };
            var file = (await locate.ById(caller.Reach, id, cancel))?.Effective;
            RequireOpen(LinkAccess.Decide(share, file, now));
            if (await Commit(share, cancel))
                return new(share, new Uri(settings.BaseUrl, LinkTokens.PathOf(token)));
        }
    }

    private static void RequireOpen(LinkAccess access)
    {
        switch (access)
        {
            case LinkAccess.Open:
                return;
            case LinkAccess.InTrash:
                throw Errors.InTrash();
            case LinkAccess.NotClean file:
                throw Errors.NotShareable(MetadataJson.Text(file.ScanStatus));
            default:
                throw Errors.FileNotFound();
        }
    }

    /// <returns>false when the file is no longer ready.</returns>
    private async Task<bool> Commit(Share share, CancellationToken cancel)
    {
        var limit = (await tenants.Run(share.TenantId, cancel)).LinksLimit;
        var cap = limit == Tenant.Unlimited ? null : new PatchCondition.SumAtMost(["links_used"], limit - 1);
        var result = await metadata.Commit(Partitions.Of(share.TenantId),
        [
            Change.Create(share),
            new PatchChange(share.FileId.ToString())
            {
                Sets = new Dictionary<string, object?> { ["shared"] = true },
                Condition = new PatchCondition.FieldEquals("status", MetadataJson.Text(FileStatus.Ready)),
            },
            .. new UsageDelta().Appears(share).ToChanges(cap),
        ], cancel);
        // The id is random: a conflict on it means that this commit succeeded before and its response was lost.
        if (result.Succeeded || result.Conflict!.Reason == ConflictReason.Exists)
            return true;
        if (result.Conflict.Change.Id == Usage.IdOf(space: null))
            throw Errors.LinkQuotaExceeded(limit, (await quota.Run(share.TenantId, cancel)).Usage.LinksUsed);
        result.ExpectRaceOn(share.FileId.ToString());
        return false;
    }
}

/// <param name="Lifetime">null for a permanent link.</param>
public sealed record ShareTerms(TimeSpan? Lifetime, SharePermission Permission);

/// <param name="Url">The raw link. It is shown only this once.</param>
public sealed record NewShare(Share Share, Uri Url);
