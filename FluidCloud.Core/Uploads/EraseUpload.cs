using FluidCloud.Core.Blobs;

namespace FluidCloud.Core.Uploads;

/// <summary>Erases whatever an upload has brought, in one piece or in parts.</summary>
public sealed class EraseUpload(IBlobStore blobs, IPartStore parts)
{
    public async Task Run(Upload upload, CancellationToken cancel)
    {
        // Parts first: a completion that is at it makes no blob of them any more.
        if (upload.PartSize is not null)
            await parts.Erase(upload.Blob, cancel);
        await blobs.Erase(upload.Blob, cancel);
    }
}
