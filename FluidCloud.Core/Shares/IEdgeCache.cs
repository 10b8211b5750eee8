namespace FluidCloud.Core.Shares;

/// <summary>
/// The cache in front of the raw links. It may serve what it holds for an hour without asking the origin
/// (<c>max-age=3600</c>), so deleted links are purged from it.
/// </summary>
public interface IEdgeCache
{
    /// <summary>false when there is no cache, and nothing to purge.</summary>
    bool HoldsLinks { get; }

    /// <summary>Requests the removal of what is held under these paths, whatever their query. It throws when the request is refused.</summary>
    /// <param name="paths">At most 100; one that ends with <c>/*</c> means all below it.</param>
    Task Purge(IReadOnlyList<string> paths, CancellationToken cancel);
}

/// <summary>Where nothing caches the raw links.</summary>
public sealed class NoEdgeCache : IEdgeCache
{
    public bool HoldsLinks => false;

    public Task Purge(IReadOnlyList<string> paths, CancellationToken cancel) => Task.CompletedTask;
}
