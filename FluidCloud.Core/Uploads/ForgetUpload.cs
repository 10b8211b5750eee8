using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>Removes the last trace of an upload that has ended: what came after its end goes, and then its document.</summary>
public sealed class ForgetUpload(IMetadataStore metadata, EraseUpload erase, IPartStore parts)
{
    public async Task Run(Upload upload, CancellationToken cancel)
    {
        var partition = Partitions.Of(upload.TenantId);
        // The blob of a file is the file's, and its purge erases it; parts are nobody's.
        if (await metadata.Read<FileItem>(partition, upload.FileId.ToString(), cancel) is null or { Status: FileStatus.Purging })
            await erase.Run(upload, cancel);
        else if (upload.PartSize is not null)
            await parts.Erase(upload.Blob, cancel);
        var result = await metadata.Commit(partition, [Change.Delete(upload)], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(upload.Id);
    }
}
