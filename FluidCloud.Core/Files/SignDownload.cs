using FluidCloud.Core.Blobs;

namespace FluidCloud.Core.Files;

/// <summary>A short-lived URL from which the caller fetches the bytes directly.</summary>
public sealed class SignDownload(FindFile find, IBlobStore blobs)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <exception cref="FluidCloudException">409 in Trash or not clean (statements 104, 224).</exception>
    public async Task<Uri> Run(TenantId tenant, FileId id, CancellationToken cancel)
    {
        var file = await find.ById(tenant, id, cancel);
        if (file.DeletedAt is not null)
            throw Errors.InTrash();
        if (file.ScanStatus != ScanStatus.Clean)
            throw Errors.NotClean(Metadata.MetadataJson.Text(file.ScanStatus));
        return await blobs.SignDownload(BlobName.Of(file), new(file.OriginalName, file.Mime), Lifetime, cancel);
    }
}
