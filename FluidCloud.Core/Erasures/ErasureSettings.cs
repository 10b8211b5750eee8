using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Core.Erasures;

/// <summary>How long an owner's erasure waits before it begins. Until then it can be cancelled.</summary>
public sealed record ErasureSettings
{
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan TenantDelay { get; init; } = TimeSpan.FromHours(24);

    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan AppDelay { get; init; } = TimeSpan.Zero;
}
