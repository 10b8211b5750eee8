using FluidCloud.Core.Blobs;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// Joins an upload's parts into one blob, then erases the parts, before the file's record is created: a file's bytes are
/// always in one blob. It may run twice, also after a crash.
/// </summary>
public sealed class JoinParts(IPartStore store)
{
    /// <exception cref="FluidCloudException">409 parts are missing; 503 storage is still joining them.</exception>
    public async Task Run(PartLayout parts, CancellationToken cancel)
    {
        var result = await store.Join(parts, cancel);
        if (result.Missing.Count > 0)
            throw Errors.PartsMissing(result.Missing);
        if (!result.Joined)
            throw Errors.StillJoining();
        await store.Erase(parts.Name, cancel);
    }
}
