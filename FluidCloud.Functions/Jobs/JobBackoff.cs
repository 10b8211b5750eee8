namespace FluidCloud.Functions.Jobs;

/// <summary>
/// Pauses the jobs of this process while a store is throttling, so that rejected calls do not add to its load. Each further
/// rejection doubles the pause, up to a minute; the first job that succeeds ends it.
/// </summary>
/// <remarks>Each process keeps its own pause: a busy store rejects all of them alike.</remarks>
public sealed class JobBackoff(TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private TimeSpan pause;
    private DateTimeOffset until;

    /// <summary>Waits until the pause is over.</summary>
    public async Task Wait(CancellationToken cancel)
    {
        for (var left = Left(); left > TimeSpan.Zero; left = Left())
            await Task.Delay(left, time, cancel);
    }

    /// <summary>Starts or extends the pause after a store has rejected a job.</summary>
    /// <param name="wanted">The pause that the store asked for.</param>
    /// <returns>How long to delay that job.</returns>
    public TimeSpan Pull(TimeSpan wanted)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            // A job that started before the pause tells nothing new about the store.
            if (now >= until)
            {
                pause = Clamp(pause * 2 > wanted ? pause * 2 : wanted);
                until = now + pause;
            }
            // One to two pauses, at random: jobs rejected together must not return together.
            return pause * (1 + Random.Shared.NextDouble());
        }
    }

    /// <summary>Ends the pause after a job has succeeded.</summary>
    public void Release()
    {
        lock (gate)
        {
            if (time.GetUtcNow() >= until)
                pause = TimeSpan.Zero;
        }
    }

    private TimeSpan Left()
    {
        lock (gate)
            return until - time.GetUtcNow();
    }

    private static TimeSpan Clamp(TimeSpan wanted) => wanted < Shortest ? Shortest : wanted > Longest ? Longest : wanted;
}
