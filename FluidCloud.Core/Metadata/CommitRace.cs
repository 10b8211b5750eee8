namespace FluidCloud.Core.Metadata;

/// <summary>
/// Limits an optimistic loop that reads, decides and commits, and starts over when another writer was first: <c>for (var
/// race = new CommitRace(time); ; await race.Lost(cancel))</c>. Each round has one winner, but nothing guarantees that it is
/// ever this caller.
/// </summary>
internal sealed class CommitRace(TimeProvider time)
{
    /// <summary>Takes about two seconds with the pauses.</summary>
    private const int MaxRounds = 25;

    /// <summary>
    /// Rounds without a pause. An ordinary conflict is resolved by the next attempt; repeated losses mean contention, which
    /// random pauses spread out.
    /// </summary>
    private const int RoundsAtOnce = 3;
    private const double LongestPause = 200;

    private int lost;

    /// <exception cref="StoreBusyException">The commit failed in every round.</exception>
    public async Task Lost(CancellationToken cancel)
    {
        lost++;
        if (lost >= MaxRounds)
            throw new StoreBusyException("metadata store", TimeSpan.FromSeconds(1));
        if (lost >= RoundsAtOnce)
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * Math.Min(LongestPause, 5 << (lost - RoundsAtOnce))), time, cancel);
    }
}
