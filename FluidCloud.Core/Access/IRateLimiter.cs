namespace FluidCloud.Core.Access;

/// <summary>
/// Counts the requests of each key in fixed windows of 60 seconds. docs/adr/0006 describes how instances share a count.
/// </summary>
public interface IRateLimiter
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Counts one request in the current window. Exceeding the limit is a return value, not an exception.</summary>
    /// <param name="keyId">The id of an authenticated key; unknown keys are never counted.</param>
    ValueTask<RateWindow> Take(string keyId, RateLimit limit, CancellationToken cancel);
}

/// <summary>The state of a key's current window.</summary>
/// <param name="Limit">Requests per window.</param>
/// <param name="Remaining">Requests left after this one.</param>
/// <param name="EndsAt">When the window ends, at a whole second.</param>
/// <param name="Exceeded">This request exceeds the limit.</param>
public sealed record RateWindow(int Limit, int Remaining, DateTimeOffset EndsAt, bool Exceeded)
{
    /// <summary>Seconds until the next window, rounded up: 1 to 60.</summary>
    public int SecondsLeft(DateTimeOffset now) =>
        (int)Math.Clamp(EndsAt.ToUnixTimeSeconds() - now.ToUnixTimeSeconds(), 1, (long)IRateLimiter.Window.TotalSeconds);
}
