using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Core.Access;

/// <summary>
/// The limits, counted separately. Every request counts in <see cref="Requests"/> and may count in one more.
/// </summary>
public enum RateLimit
{
    Requests,
    UploadStarts,
    ShareCreations,
    UrlImports,
}

/// <summary>Requests per key and minute, for each limit.</summary>
public sealed record RateLimits
{
    [Range(1, int.MaxValue)]
    public int Requests { get; init; } = 600;

    [Range(1, int.MaxValue)]
    public int UploadStarts { get; init; } = 300;

    [Range(1, int.MaxValue)]
    public int ShareCreations { get; init; } = 120;

    [Range(1, int.MaxValue)]
    public int UrlImports { get; init; } = 30;

    /// <summary>No limits, for local development.</summary>
    public static readonly RateLimits Unlimited = new()
    {
        Requests = int.MaxValue, UploadStarts = int.MaxValue, ShareCreations = int.MaxValue, UrlImports = int.MaxValue,
    };

    public int Of(RateLimit limit) => limit switch
    {
        RateLimit.Requests => Requests,
        RateLimit.UploadStarts => UploadStarts,
        RateLimit.ShareCreations => ShareCreations,
        RateLimit.UrlImports => UrlImports,
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, message: null),
    };
}
