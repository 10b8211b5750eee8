using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>Cancels an unfinished upload: erases its bytes and releases its quota reservation.</summary>
public sealed class AbortUpload(FindUpload uploads, EndUpload end, TimeProvider time)
{
    /// <exception cref="FluidCloudException">404: unknown, completed, discarded, or another tenant's.</exception>
    public async Task Run(Reach reach, FileId file, CancellationToken cancel)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var upload = await uploads.Run(reach, file, cancel);
            if (upload is null or { State: UploadState.Discarding or UploadState.Ended })
                throw Errors.UploadNotFound();
            if (upload.State == UploadState.Failed)
            {
                await end.Forget(upload, cancel);
                return;
            }
            if (await end.Discard(upload with { Error = null }, cancel))
                return;
        }
    }
}
