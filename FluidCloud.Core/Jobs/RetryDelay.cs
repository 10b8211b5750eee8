namespace FluidCloud.Core.Jobs;

/// <summary>Delay before the next attempt: 2, 4, 8, ... minutes, at most an hour.</summary>
public static class RetryDelay
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <param name="failures">Failed attempts so far, at least 1.</param>
    public static TimeSpan After(int failures)
    {
        var delay = TimeSpan.FromMinutes(Math.Pow(2, Math.Min(failures, 6)));
        return delay < Longest ? delay : Longest;
    }
}
