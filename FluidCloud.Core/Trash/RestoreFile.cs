using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;

namespace FluidCloud.Core.Trash;

/// <summary>Takes a file out of Trash. Against a purge the first durable write wins (statement 220).</summary>
public sealed class RestoreFile(FindFile find, IMetadataStore metadata, TimeProvider time)
{
    /// <exception cref="FluidCloudException">404 when it is purged or being purged, 409 when it is not in Trash.</exception>
    public async Task<FileItem> Run(TenantId tenant, FileId id, CancellationToken cancel)
    {
        while (true)
        {
            var file = await find.ById(tenant, id, cancel);
            if (file.DeletedAt is null)
                throw Errors.NotInTrash();
            var restored = file with { DeletedAt = null, TrashRoot = null, UpdatedAt = time.GetUtcNow() };
            var result = await metadata.Commit(Partitions.Of(tenant),
                [Change.Replace(restored), .. new UsageDelta().LeavesTrash(restored).ToChanges()], cancel);
            if (result.Succeeded)
                return restored;
            result.ExpectRaceOn(file.Id);
        }
    }
}
