namespace FluidCloud.Core;

/// <summary>
/// A store takes no requests for now, or does not answer, and the adapter has timed out. Most likely nothing was
/// changed; but as after any exception an earlier sending may have been executed, its answer lost.
/// </summary>
/// <param name="store">As in <c>metadata store</c>.</param>
/// <param name="state">Why it takes no requests, as in <c>is busy</c>.</param>
public sealed class StoreBusyException(string store, TimeSpan retryAfter, Exception? cause = null, string state = "is busy")
    : Exception($"The {store} {state}; try again in {retryAfter.TotalSeconds:0.###} s.", cause)
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
