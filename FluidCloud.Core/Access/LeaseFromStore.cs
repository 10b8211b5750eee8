using System.Collections.Concurrent;
using FluidCloud.Core.Metadata;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Access;

/// <summary>
/// Limits the rate over all instances: each leases a share of a window from the metadata store and counts it down in memory
/// (docs/adr/0006, option D).
/// </summary>
/// <remarks>A lease whose answer is lost may be taken twice. That wastes a share and allows nobody more.</remarks>
public sealed partial class LeaseFromStore(IMetadataStore metadata, RateLimits limits, TimeProvider time, ILogger<LeaseFromStore> log) : IRateLimiter
{
    /// <summary>A lease is this part of what is left of the window.</summary>
    private const int LeaseDivisor = 8;

    /// <summary>The first of this part of the limit needs no lease on any instance.</summary>
    private const int FreeDivisor = 100;

    private Minute current = new(0);

    public async ValueTask<RateWindow> Take(string keyId, RateLimit limit, CancellationToken cancel)
    {
        var minute = At(time.GetUtcNow().ToUnixTimeSeconds() / Minute.Seconds);
        var allowed = limits.Of(limit);
        var share = minute.Shares.GetOrAdd((keyId, limit), static (_, free) => new Share(free), allowed / FreeDivisor);
        while (true)
        {
            if (share.TakeOne() is { } left)
                return new(allowed, (int)Math.Min(left, allowed), minute.End, Exceeded: false);
            if (share.IsFull)
                return new(allowed, 0, minute.End, Exceeded: true);
            await share.Refill(() => Refill(keyId, limit, minute.Number, allowed, cancel), cancel);
        }
    }

    private async Task<Lease> Refill(string keyId, RateLimit limit, long minute, int allowed, CancellationToken cancel)
    {
        var (partition, id) = (Partitions.OfRateWindows(keyId), TakenRate.IdOf(limit, minute));
        try
        {
            while (true)
            {
                var taken = (await metadata.Read<TakenRate>(partition, id, cancel))?.Taken;
                var left = allowed - (taken ?? 0);
                if (left <= 0)
                    return new(0, 0);
                var lease = Math.Max(1, left / LeaseDivisor);
                var result = await metadata.Commit(partition, [taken is null
                    ? Change.Create(new TakenRate { Id = id, Taken = lease })
                    : new PatchChange(id)
                    {
                        Increments = new Dictionary<string, long> { ["taken"] = lease },
                        Condition = new PatchCondition.SumAtMost(["taken"], allowed - lease),
                    }], cancel);
                if (result.Succeeded)
                    return new(lease, left - lease);
                if (taken is not null) // Otherwise another instance was first.
                    result.ExpectRaceOn(id);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Fails open: a rate limiter must not cause an outage.
            LogCountsAlone(log, e);
            return new(allowed, 0);
        }
    }

    private Minute At(long number)
    {
        while (true)
        {
            var present = Volatile.Read(ref current);
            // A thread that read the clock just before the end of the minute counts in the new window; a clock that was set back
            // further returns to the old window.
            if (number == present.Number || number == present.Number - 1)
                return present;
            Interlocked.CompareExchange(ref current, new(number), present);
        }
    }

    [LoggerMessage(5004, LogLevel.Warning, "The store of the rate limits failed; this instance counts by itself until the end of the minute")]
    private static partial void LogCountsAlone(ILogger log, Exception e);

    private sealed class Minute(long number)
    {
        public const int Seconds = 60;

        public long Number { get; } = number;

        public DateTimeOffset End { get; } = DateTimeOffset.FromUnixTimeSeconds((number + 1) * Seconds);

        public ConcurrentDictionary<(string KeyId, RateLimit Limit), Share> Shares { get; } = [];
    }

    /// <param name="Left">Left in the store; 0 makes this the last lease of the window.</param>
    private sealed record Lease(long Taken, long Left);

    /// <summary>What this instance may allow of a window.</summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody uses holds nothing to dispose of.
    private sealed class Share(long free)
#pragma warning restore CA1001
    {
        private readonly SemaphoreSlim refilling = new(1, 1);
        private long rest = free;
        private long leftInStore;

        private volatile bool hadLast;

        /// <summary>Nothing is left, here or in the store.</summary>
        public bool IsFull => hadLast && Interlocked.Read(ref rest) == 0;

        /// <returns>The remaining requests, here and in the store as last seen; null when none are left here.</returns>
        public long? TakeOne()
        {
            while (true)
            {
                var present = Interlocked.Read(ref rest);
                if (present == 0)
                    return null;
                if (Interlocked.CompareExchange(ref rest, present - 1, present) == present)
                    return present - 1 + Interlocked.Read(ref leftInStore);
            }
        }

        /// <summary>One at a time: who waits finds what the one before has leased.</summary>
        public async Task Refill(Func<Task<Lease>> lease, CancellationToken cancel)
        {
            await refilling.WaitAsync(cancel);
            try
            {
                if (hadLast || Interlocked.Read(ref rest) > 0)
                    return;
                var (taken, left) = await lease();
                Interlocked.Exchange(ref leftInStore, left);
                Interlocked.Add(ref rest, taken);
                hadLast = left == 0;
            }
            finally
            {
                refilling.Release();
            }
        }
    }
}

/// <summary>How much of a window the instances have taken.</summary>
public sealed record TakenRate : Document, IDocumentType
{
    public static string Type => "rate";

    public required long Taken { get; init; }

    /// <summary>Seconds after which the store removes it by itself: nobody asks for a window that is over.</summary>
    public int Ttl { get; init; } = 120;

    public static string IdOf(RateLimit limit, long minute) => $"{MetadataJson.Text(limit)}:{minute}";
}
