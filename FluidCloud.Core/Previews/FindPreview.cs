using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.MediaTypes;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Previews;

/// <summary>
/// Finds the converted preview of an image, made on the first call. The caller that claims the conversion in the file's
/// record makes it; all others, on any instance, wait for the result.
/// </summary>
public sealed class FindPreview(IMetadataStore metadata, MakePreview make, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <exception cref="FluidCloudException">
    /// 404 purged meanwhile; 422 the image can't be converted; 503 the conversion takes longer than a caller waits.
    /// </exception>
    public async Task<PreviewName> Run(FileItem asked, ImageFormat format, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var file = await Read(asked, cancel);
            switch (file.Preview)
            {
                case { State: PreviewState.Ready } ready:
                    return new(file.TenantId, file.FileId, ready.Attempt);
                case { State: PreviewState.Failed } failed when failed.Until > time.GetUtcNow():
                    throw Errors.NoPreview(failed.Reason!);
                case { State: PreviewState.Converting } other when other.Until > time.GetUtcNow():
                    if (time.GetElapsedTime(began) > make.GracePeriod)
                        throw Errors.PreviewUnderWay();
                    await Task.Delay(Poll, cancel);
                    break;
                default:
                    if (await make.Run(file, format, cancel) is { } made)
                        return made;
                    break;
            }
        }
    }

    /// <summary>Reads the stored record, which a claim replaces.</summary>
    private async Task<FileItem> Read(FileItem asked, CancellationToken cancel) =>
        await metadata.Read<FileItem>(Partitions.Of(asked.TenantId), asked.Id, cancel) is { Status: not FileStatus.Purging } file
            ? file
            : throw Errors.FileNotFound();
}
