using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Adapters.ClamAv;

/// <summary>
/// The address and limits of clamd. Its port has no authentication, so only a private network should reach it.
/// </summary>
public sealed record ClamAvSettings
{
    /// <summary>Host name or address; required when the scanner is clamd.</summary>
    public string? Host { get; init; }

    [Range(1, 65535)]
    public int Port { get; init; } = 3310;

    /// <summary>
    /// Larger files are not sent. As clamd's own <c>StreamMaxLength</c> and <c>MaxFileSize</c> have it by default; never above
    /// the latter, for clamd calls a larger file clean unless <c>AlertExceedsMax</c> is on. A member of a ZIP that
    /// unpacks to more is not called clean either.
    /// </summary>
    [Range(1L, int.MaxValue)]
    public long MaxBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>Timeout of a scan: connecting, sending and the verdict.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:25:00")]
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(5);
}
