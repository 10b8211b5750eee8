namespace FluidCloud.Functions.Jobs;

/// <summary>
/// Holds the jobs of this process back while a store takes no more, so that they do not keep it busy with being refused.
/// Every further refusal doubles the pause, up to a minute; the first job that gets through ends it.
/// </summary>
/// <remarks>Each process learns by itself: what they have in common is the store, and it refuses them all alike.</remarks>
public sealed class JobBackoff(TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private TimeSpan pause;
    private DateTimeOffset until;

    /// <summary>Returns once the store may be asked again.</summary>
    public async Task Wait(CancellationToken cancel)
    {
        for (var left = Left(); left > TimeSpan.Zero; left = Left())
            await Task.Delay(left, time, cancel);
    }

    /// <summary>A store has refused a job.</summary>
    /// <param name="wanted">The pause that it asked for.</param>
    /// <returns>How long that job should stay away.</returns>
    public TimeSpan Pull(TimeSpan wanted)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            // What began before the pause and is refused in it says nothing new.
            if (now >= until)
            {
                pause = Clamp(pause * 2 > wanted ? pause * 2 : wanted);
                until = now + pause;
            }
            // Between once and twice the pause: what was refused together is not to come back together.
            return pause * (1 + Random.Shared.NextDouble());
        }
    }

    /// <summary>A job got through.</summary>
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
