namespace FluidCloud.Core.Metadata;

/// <summary>The metadata store takes no more requests for now, and the adapter has spent its patience. Nothing was changed.</summary>
public sealed class StoreBusyException(TimeSpan retryAfter, Exception? cause = null)
    : Exception($"The metadata store is busy; try again in {retryAfter.TotalSeconds:0.###} s.", cause)
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
