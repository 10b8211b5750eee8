using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Scanning;

/// <summary>Measures the longest wait for a verdict: the first sign of a scanner that is down or slow.</summary>
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
