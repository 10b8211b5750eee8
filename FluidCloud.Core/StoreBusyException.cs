namespace FluidCloud.Core;

/// <summary>
/// A store is throttling or does not respond within the adapter's timeout. Most likely nothing was changed, but as after any
/// exception an earlier attempt may have taken effect although its response was lost.
/// </summary>
/// <param name="store">Its name in the message, such as <c>metadata store</c>.</param>
/// <param name="state">Its state in the message, such as <c>is busy</c>.</param>
public sealed class StoreBusyException(string store, TimeSpan retryAfter, Exception? cause = null, string state = "is busy")
    : Exception($"The {store} {state}; try again in {retryAfter.TotalSeconds:0.###} s.", cause)
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
