using System.ComponentModel.DataAnnotations;
using System.Net;

namespace FluidCloud.Core.Imports;

/// <summary>How much, how long and from where an import may fetch.</summary>
public sealed record ImportLimits
{
    [Range(1L, long.MaxValue)]
    public long MaxBytes { get; init; } = 1_000_000_000;

    /// <summary>For one attempt, from the first connection to the last byte. It leaves a job its time to finish (host.json).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:25:00")]
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(4);

    [Range(1, 100)]
    public int Attempts { get; init; } = 3;

    /// <summary>Before the second attempt; twice as long before each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(20);

    [MinLength(1)]
    public IReadOnlyCollection<int> Ports { get; init; } = [80, 443];

    /// <summary>Asked of every address before it is connected to. No setting changes it; tests, whose servers are on loopback, do.</summary>
    public Func<IPAddress, bool> MayConnect { get; init; } = PublicAddress.Is;
}
