using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Trash;

/// <summary>The first durable write of a purge: from here the files are gone for every caller, and no restore wins any more.</summary>
public sealed class WriteTombstones(IMetadataStore metadata, TimeProvider time)
{
    /// <param name="files">As read, at most <see cref="IMetadataStore.MaxOperations"/>.</param>
    /// <param name="wanted">Asked again of a file that another writer changed meanwhile.</param>
    /// <returns>The tombstones written: without the files that are no longer wanted, gone, or purged by someone else.</returns>
    public async Task<IReadOnlyList<FileItem>> Run(
        TenantId tenant, IReadOnlyList<FileItem> files, Purge purge, Func<FileItem, bool> wanted, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        var pending = files.ToList();
        while (pending.Count > 0)
        {
            var now = time.GetUtcNow();
            var tombstones = pending.ConvertAll(file => file with
            {
                Status = FileStatus.Purging,
                Purge = purge,
                UpdatedAt = now,
                DueAt = now + PurgeTombstones.Patience,
            });
            var result = await metadata.Commit(partition, [.. tombstones.Select(Change.Replace)], cancel);
            if (result.Succeeded)
                return [.. tombstones.Zip(result.ETags, (tombstone, etag) => tombstone with { ETag = etag! })];

            result.ExpectRaceOn(pending.Select(file => file.Id));
            var lost = result.Conflict!.Index;
            var present = await metadata.Read<FileItem>(partition, pending[lost].Id, cancel);
            if (present is { Status: not FileStatus.Purging } && wanted(present))
                pending[lost] = present;
            else
                pending.RemoveAt(lost);
        }
        return [];
    }
}
