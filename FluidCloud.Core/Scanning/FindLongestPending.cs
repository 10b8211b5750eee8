using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Scanning;

/// <summary>How long files wait for their verdict: a scanner that is down, or slow, shows here first.</summary>
public sealed class FindLongestPending(IMetadataStore metadata, TimeProvider time)
{
    /// <returns>null when no file waits.</returns>
    public async Task<TimeSpan?> Run(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var page = await metadata.Query(null, new LongestPending(now), cancel);
        return page.Items is [var file] ? now - file.CreatedAt : null;
    }
}
