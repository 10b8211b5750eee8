using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;

namespace FluidCloud.Core.Files;

/// <summary>Signs a short-lived URL from which the caller downloads the bytes directly.</summary>
public sealed class SignDownload(FindFile find, IBlobStore blobs)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <exception cref="FluidCloudException">409 in Trash or not clean (statements 104, 224).</exception>
    public async Task<Uri> Run(Reach reach, FileId id, CancellationToken cancel) =>
        await Of(await find.ById(reach, id, cancel), Lifetime, inline: false, cancel);

    /// <inheritdoc cref="Run"/>
    /// <param name="file">The file as callers see it.</param>
    /// <param name="inline">See <see cref="DownloadHeaders.Inline"/>.</param>
    public async Task<Uri> Of(FileItem file, TimeSpan lifetime, bool inline, CancellationToken cancel)
    {
        if (file.DeletedAt is not null)
            throw Errors.InTrash();
        if (file.ScanStatus != ScanStatus.Clean)
            throw Errors.NotClean(Metadata.MetadataJson.Text(file.ScanStatus));
        return await blobs.SignDownload(file.Blob, new(file.OriginalName, file.Mime) { Inline = inline }, lifetime, cancel);
    }
}
