using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;

namespace FluidCloud.Core.Deletion;

/// <summary>Erases a file's blob and its converted preview. Most files have no preview and cost one storage call.</summary>
public sealed class EraseFileBytes(IBlobStore blobs, IPreviewStore previews)
{
    /// <returns>The outcome for the file's blob; the preview is in the same account.</returns>
    public async Task<Erasure> Run(FileItem tombstone, CancellationToken cancel)
    {
        if (tombstone.Preview is { MayHaveBytes: true } preview)
            await previews.Erase(new(tombstone.TenantId, tombstone.FileId, preview.Attempt), cancel);
        return await blobs.Erase(tombstone.Blob, cancel);
    }
}
