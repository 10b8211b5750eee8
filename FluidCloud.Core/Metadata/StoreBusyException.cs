namespace FluidCloud.Core.Metadata;

/// <summary>
/// The metadata store takes no more requests for now, and the adapter has spent its patience. Most likely nothing was
/// changed; but as after any exception an earlier sending of the same commit may have been executed, its answer lost.
/// </summary>
public sealed class StoreBusyException(TimeSpan retryAfter, Exception? cause = null)
    : Exception($"The metadata store is busy; try again in {retryAfter.TotalSeconds:0.###} s.", cause)
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
