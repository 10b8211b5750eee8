namespace FluidCloud.Core.Shares;

/// <summary>
/// The cache in front of the raw links. It may serve a response for an hour without revalidation (<c>max-age=3600</c>), so
/// deleted links are purged from it.
/// </summary>
public interface IEdgeCache
{
    /// <summary>false when there is no cache and nothing to purge.</summary>
    bool HoldsLinks { get; }

    /// <summary>Requests a purge of these paths, with any query string. Throws when the request is refused.</summary>
    /// <param name="paths">At most 100. A path that ends with <c>/*</c> covers everything below it.</param>
    Task Purge(IReadOnlyList<string> paths, CancellationToken cancel);
}

/// <summary>No cache in front of the raw links.</summary>
public sealed class NoEdgeCache : IEdgeCache
{
    public bool HoldsLinks => false;

    public Task Purge(IReadOnlyList<string> paths, CancellationToken cancel) => Task.CompletedTask;
}
