using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Shares;

/// <summary>
/// Purges deleted links from the edge once a minute, in one request: Front Door accepts 100 paths per request and refuses a
/// request while the last is in progress (https://learn.microsoft.com/azure/frontdoor/front-door-faq). More than 100 are
/// purged by one wildcard for all links.
/// </summary>
public sealed partial class PurgeEdge(
    IMetadataStore metadata, IEdgeCache edge, LinkTokens tokens, Metrics metrics, ILogger<PurgeEdge> log) : IOverdueWork
{
    /// <summary>Above this, one wildcard takes less time than many requests.</summary>
    private const int MaxPaths = 100;

    public string Kind => "edge_purge";

    public async Task<int> Run(OverdueRun run, CancellationToken cancel)
    {
        var due = await metadata.QueryEvery(null, new EdgePurgesDue(run.Now, OverdueRun.PageSize), cancel).ToListAsync(cancel);
        // Without its signing key a path can't be derived. Removing a key disables all of its links.
        var paths = due.Select(purge => tokens.Make(purge.TenantId, purge.ShareId, purge.KeyId)).OfType<string>().Select(LinkTokens.PathOf).ToList();
        if (paths.Count > 0 && !await Purge(paths.Count > MaxPaths ? [LinkTokens.AllPaths] : paths, cancel))
            return 0;
        var count = 0;
        foreach (var tenant in due.GroupBy(purge => purge.TenantId))
        {
            foreach (var some in tenant.Chunk(IMetadataStore.MaxOperations))
                count += await run.Attempt(tenant.Key, () => Delete(tenant.Key, some, cancel), cancel) ? some.Length : 0;
        }
        return count;
    }

    /// <returns>false when the edge refused: all paths stay due.</returns>
    private async Task<bool> Purge(List<string> paths, CancellationToken cancel)
    {
        try
        {
            await edge.Purge(paths, cancel);
            metrics.EdgePurged(true);
            return true;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            metrics.EdgePurged(false);
            LogFailed(log, e, paths.Count);
            return false;
        }
    }

    private async Task Delete(TenantId tenant, IReadOnlyList<EdgePurge> purges, CancellationToken cancel)
    {
        var result = await metadata.Commit(Partitions.Of(tenant), [.. purges.Select(Change.Delete)], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(purges.Select(purge => purge.Id));
    }

    [LoggerMessage(10001, LogLevel.Warning, "The edge refused to purge {Count} paths; they are sent again in a minute")]
    private static partial void LogFailed(ILogger log, Exception e, int count);
}
