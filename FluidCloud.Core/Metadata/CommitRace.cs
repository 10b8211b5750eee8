namespace FluidCloud.Core.Metadata;

/// <summary>
/// Bounds a loop that reads, decides, commits, and begins again when another writer was first:
/// <c>for (var race = new CommitRace(time); ; await race.Lost(cancel))</c>. In each round one of those that race wins,
/// but nothing makes it ever be this one.
/// </summary>
internal sealed class CommitRace(TimeProvider time)
{
    /// <summary>About two seconds, with the pauses.</summary>
    private const int MaxRounds = 25;

    /// <summary>An ordinary race is over with the next try. Who loses more often stands in a crowd, which pauses spread.</summary>
    private const int RoundsAtOnce = 3;
    private const double LongestPause = 200;

    private int lost;

    /// <exception cref="StoreBusyException">It was lost too often.</exception>
    public async Task Lost(CancellationToken cancel)
    {
        lost++;
        if (lost >= MaxRounds)
            throw new StoreBusyException("metadata store", TimeSpan.FromSeconds(1));
        if (lost >= RoundsAtOnce)
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * Math.Min(LongestPause, 5 << (lost - RoundsAtOnce))), time, cancel);
    }
}
