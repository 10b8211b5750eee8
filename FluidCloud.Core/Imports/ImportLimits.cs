using System.ComponentModel.DataAnnotations;
using System.Net;

namespace FluidCloud.Core.Imports;

/// <summary>Limits of imports: size, time and source addresses.</summary>
public sealed record ImportLimits
{
    [Range(1L, long.MaxValue)]
    public long MaxBytes { get; init; } = 1_000_000_000;

    /// <summary>
    /// For one attempt, from the first connection to the last byte. Shorter than the function timeout in host.json, so that
    /// the job can finish.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:25:00")]
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(4);

    [Range(1, 100)]
    public int Attempts { get; init; } = 3;

    /// <summary>Delay before the second attempt; it doubles before each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(20);

    [MinLength(1)]
    public IReadOnlyCollection<int> Ports { get; init; } = [80, 443];

    /// <summary>
    /// Checked for every address before connecting. Not a setting; only tests replace it, because their servers are on
    /// loopback.
    /// </summary>
    public Func<IPAddress, bool> MayConnect { get; init; } = PublicAddress.Is;
}
