using FluidCloud.Core.Telemetry;

namespace FluidCloud.Core.Shares;

/// <summary>Tells the edge of links that are dead at the origin.</summary>
public sealed class ForgetLinks(IEdgeCache edge, LinkTokens tokens, Metrics metrics)
{
    /// <summary>It throws when the edge has not taken the order.</summary>
    public async Task Run(IEnumerable<Share> shares)
    {
        // Without its key the path is not known any more. Taking a key away is what ends all of its links.
        var paths = shares.Select(tokens.Make).OfType<string>().Select(LinkTokens.PathOf).ToList();
        if (paths.Count == 0)
            return;
        var taken = false;
        try
        {
            await edge.Forget(paths, CancellationToken.None);
            taken = true;
        }
        finally
        {
            metrics.EdgePurged(taken);
        }
    }
}
