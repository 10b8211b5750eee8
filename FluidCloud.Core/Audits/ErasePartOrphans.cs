using FluidCloud.Core.Blobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Uploads;

namespace FluidCloud.Core.Audits;

/// <summary>
/// Erases parts of which no upload knows: an upload's document outlives the URLs that take its parts, so nobody asks for
/// them any more, even when the file has come to be.
/// </summary>
public sealed class ErasePartOrphans(IMetadataStore metadata, IPartStore parts, TimeProvider time)
{
    /// <returns>Of how many uploads there were some.</returns>
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
