namespace FluidCloud.Core.Access;

/// <summary>Counts what a key does in fixed windows of 60 seconds. How the instances of a deployment share a count is docs/adr/0006.</summary>
public interface IRateLimiter
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Takes one of what the window has left; one too many is an answer here, not an exception.</summary>
    /// <param name="keyId">Of a key that was found good: what is not known is not remembered.</param>
    ValueTask<RateWindow> Take(string keyId, RateLimit limit, CancellationToken cancel);
}

/// <summary>What a key stands at.</summary>
/// <param name="Limit">Requests per window.</param>
/// <param name="Remaining">After this one.</param>
/// <param name="EndsAt">When the count starts over: a whole second.</param>
/// <param name="Exceeded">This request is one too many.</param>
public sealed record RateWindow(int Limit, int Remaining, DateTimeOffset EndsAt, bool Exceeded)
{
    /// <summary>In whole seconds, 1 to 60: who waits that long finds a new window.</summary>
    public int SecondsLeft(DateTimeOffset now) =>
        (int)Math.Clamp(EndsAt.ToUnixTimeSeconds() - now.ToUnixTimeSeconds(), 1, (long)IRateLimiter.Window.TotalSeconds);
}
