using FluidCloud.Core.Blobs;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// Makes one blob of an upload's parts, then erases these, all before there is a record: a file's bytes are in one
/// place. It may run twice, and after a crash.
/// </summary>
public sealed class JoinParts(IPartStore store)
{
    /// <exception cref="FluidCloudException">409 parts are missing; 503 storage is still at it.</exception>
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
