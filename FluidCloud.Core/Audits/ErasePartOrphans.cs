using FluidCloud.Core.Blobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Uploads;

namespace FluidCloud.Core.Audits;

/// <summary>
/// Erases parts without an upload document. The document outlives the signed URLs of its parts, so these parts are never
/// needed, even when the file exists.
/// </summary>
public sealed class ErasePartOrphans(IMetadataStore metadata, IPartStore parts, TimeProvider time)
{
    /// <returns>The number of uploads whose parts were erased.</returns>
    public async Task<int> Run(TenantId tenant, string idPrefix, CancellationToken cancel)
    {
        var count = 0;
        await foreach (var stored in parts.List(tenant, idPrefix, cancel))
        {
            if (stored.CreatedAt > time.GetUtcNow() - AuditTenant.SafetyAge || !Guid.TryParseExact(stored.Id, "D", out var id))
                continue;
            var file = new FileId(id);
            if (await metadata.Read<Upload>(Partitions.Of(tenant), Upload.IdOf(file), cancel) is not null)
                continue;
            await parts.Erase(new(tenant, file), cancel);
            count++;
        }
        return count;
    }
}
