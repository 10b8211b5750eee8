namespace FluidCloud.Core.Jobs;

/// <summary>How long work waits before it is tried again: 2, 4, 8, ... minutes, an hour at most.</summary>
public static class RetryDelay
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <param name="failures">How often it has failed, 1 after the first time.</param>
    public static TimeSpan After(int failures)
    {
        var delay = TimeSpan.FromMinutes(Math.Pow(2, Math.Min(failures, 6)));
        return delay < Longest ? delay : Longest;
    }
}
