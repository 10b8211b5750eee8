namespace FluidCloud.Core.Shares;

/// <summary>
/// The cache in front of the raw links. What it holds it may serve for an hour without asking
/// (<c>max-age=3600</c>), so it is told of each link that ends.
/// </summary>
public interface IEdgeCache
{
    /// <summary>
    /// Has the edge forget what it holds under these paths, whatever their query; a path that it does not hold is forgotten
    /// already. It throws when the edge has not taken the order: then it is to be given again.
    /// </summary>
    Task Forget(IReadOnlyList<string> paths, CancellationToken cancel);
}

/// <summary>Where nothing caches the raw links.</summary>
public sealed class NoEdgeCache : IEdgeCache
{
    public Task Forget(IReadOnlyList<string> paths, CancellationToken cancel) => Task.CompletedTask;
}
