using System.Collections.Concurrent;
using System.Globalization;
using FluidCloud.Core.Metadata;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Metering;

/// <summary>
/// Counts the API calls of tenants in memory and adds them to the month's document periodically, never with a write per
/// call. An instance that crashes loses what it counted since the last <see cref="Flush"/>.
/// </summary>
/// <remarks>Memory is bounded by the number of tenants that called since the last flush.</remarks>
public sealed partial class CountCalls(IMetadataStore metadata, TimeProvider time, ILogger<CountCalls> log)
{
    private const int ParallelFlushes = 8;

    private readonly Lock gate = new();
    private readonly Dictionary<(TenantId Tenant, string Month), CallTally> tallies = [];

    public void Count(TenantId tenant)
    {
        lock (gate)
            Tally(tenant).Count();
    }

    /// <summary>The tenant's calls of this month: those stored plus those that this instance has not stored yet.</summary>
    public Task<long> OfThisMonth(TenantId tenant, CancellationToken cancel)
    {
        CallTally tally;
        lock (gate)
            tally = Tally(tenant);
        return tally.Total(cancel);
    }

    /// <summary>Stores the counts. Those that can't be stored now are kept for the next flush.</summary>
    public async Task Flush(CancellationToken cancel)
    {
        List<CallTally> counted;
        lock (gate)
            counted = [.. tallies.Values];
        var failures = new ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(counted, new ParallelOptions { MaxDegreeOfParallelism = ParallelFlushes, CancellationToken = cancel },
            async (tally, token) =>
            {
                try
                {
                    await tally.Flush(token);
                }
                catch (Exception e) when (!token.IsCancellationRequested)
                {
                    failures.Enqueue(e);
                }
            });
        if (failures.TryPeek(out var first))
            LogNotStored(log, first, failures.Count);
        lock (gate)
        {
            foreach (var (key, _) in tallies.Where(entry => entry.Value.IsStored).ToList())
                tallies.Remove(key);
        }
    }

    private CallTally Tally(TenantId tenant)
    {
        var key = (tenant, Month: time.GetUtcNow().UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        return tallies.TryGetValue(key, out var tally)
            ? tally
            : tallies[key] = new(metadata, time, Partitions.Of(tenant), MonthlyCalls.IdOf(key.Month));
    }

    [LoggerMessage(8001, LogLevel.Warning, "The calls of {Tenants} tenants could not be stored; they are kept until they can")]
    private static partial void LogNotStored(ILogger log, Exception e, int tenants);
}
