using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;

namespace FluidCloud.Core.Deletion;

/// <summary>Erases all that storage holds of a file. Most have no converted copy, and cost one call.</summary>
public sealed class EraseFileBytes(IBlobStore blobs, IPreviewStore previews)
{
    /// <returns>What storage said of the file's own bytes. The copy is in the same account.</returns>
    public async Task<Erasure> Run(FileItem tombstone, CancellationToken cancel)
    {
        if (tombstone.Preview is { MayHaveBytes: true } preview)
            await previews.Erase(new(tombstone.TenantId, tombstone.FileId, preview.Attempt), cancel);
        return await blobs.Erase(tombstone.Blob, cancel);
    }
}
