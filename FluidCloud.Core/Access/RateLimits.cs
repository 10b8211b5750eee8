using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Core.Access;

/// <summary>What is counted, each on its own. A request may count in two: every one is among <see cref="Requests"/>.</summary>
public enum RateLimit
{
    Requests,
    UploadStarts,
    ShareCreations,
    UrlImports,
}

/// <summary>How much of each a key may do in a minute.</summary>
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

    /// <summary>For one's own machine: nothing is ever too much.</summary>
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
