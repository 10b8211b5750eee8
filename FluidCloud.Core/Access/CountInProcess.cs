using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Core.Access;

/// <summary>
/// Counts in this process. All windows start at whole minutes, so they end together and one table is dropped. Memory is
/// bounded by the number of valid keys that called in this minute.
/// </summary>
public sealed class CountInProcess : IRateLimiter
{
    private readonly RateLimits limits;
    private readonly TimeProvider time;
    private Minute current = new(0);

    /// <exception cref="ValidationException">A limit is out of its range.</exception>
    public CountInProcess(RateLimits limits, TimeProvider time)
    {
        Validator.ValidateObject(limits, new(limits), validateAllProperties: true);
        this.limits = limits;
        this.time = time;
    }

    public ValueTask<RateWindow> Take(string keyId, RateLimit limit, CancellationToken cancel)
    {
        var minute = At(time.GetUtcNow().ToUnixTimeSeconds() / Minute.Seconds);
        var allowed = limits.Of(limit);
        var count = minute.Counts.GetOrAdd((keyId, limit), static _ => new Counter()).Increment();
        return ValueTask.FromResult(new RateWindow(allowed, (int)Math.Max(0, allowed - count), minute.End, count > allowed));
    }

    private Minute At(long number)
    {
        while (true)
        {
            var present = Volatile.Read(ref current);
            // A thread that read the clock just before the minute ended counts in the new window. Only a clock that was set
            // back further restores an older window.
            if (number == present.Number || number == present.Number - 1)
                return present;
            Interlocked.CompareExchange(ref current, new(number), present);
        }
    }

    private sealed class Minute(long number)
    {
        public const int Seconds = 60;

        public long Number { get; } = number;

        public DateTimeOffset End { get; } = DateTimeOffset.FromUnixTimeSeconds((number + 1) * Seconds);

        public ConcurrentDictionary<(string KeyId, RateLimit Limit), Counter> Counts { get; } = [];
    }

    private sealed class Counter
    {
        private long count;

        public long Increment() => Interlocked.Increment(ref count);
    }
}
