using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Audits;

/// <summary>
/// Erases converted previews that no file's record names: leftovers of interrupted conversions and purges.
/// </summary>
public sealed class ErasePreviewOrphans(IMetadataStore metadata, IPreviewStore previews, TimeProvider time)
{
    /// <returns>The number of previews erased.</returns>
    public async Task<int> Run(TenantId tenant, string idPrefix, CancellationToken cancel)
    {
        var count = 0;
        await foreach (var stored in previews.List(tenant, idPrefix, cancel))
        {
            if (stored.CreatedAt > time.GetUtcNow() - AuditTenant.SafetyAge)
                continue;
            var file = await metadata.Read<FileItem>(Partitions.Of(tenant), stored.Name.File.ToString(), cancel);
            if (file?.Preview?.Attempt == stored.Name.Attempt)
                continue;
            await previews.Erase(stored.Name, cancel);
            count++;
        }
        return count;
    }
}
