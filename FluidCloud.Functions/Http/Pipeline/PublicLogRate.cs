using System.Threading.RateLimiting;
using FluidCloud.Core;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>
/// Limits the public reads of the erasure log per instance, because each one reads from storage. Following the log takes a
/// checkpoint and a few tiles at a time.
/// </summary>
public sealed class PublicLogRate : IDisposable
{
    private readonly TokenBucketRateLimiter bucket = new(new()
    {
        TokenLimit = 1000,
        TokensPerPeriod = 200,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    });

    /// <exception cref="FluidCloudException">429: too many requests.</exception>
    public void Take()
    {
        using var lease = bucket.AttemptAcquire();
        if (!lease.IsAcquired)
            throw Errors.RateLimited(secondsLeft: 1);
    }

    public void Dispose() => bucket.Dispose();
}
