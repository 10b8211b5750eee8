using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Adapters.Defender;

/// <summary>Limits of Microsoft Defender for Storage, which is enabled on the storage account, not here.</summary>
public sealed record DefenderSettings
{
    /// <summary>
    /// The largest blob that Defender scans, in bytes. Larger ones get no tags: they are refused without waiting and never
    /// served.
    /// </summary>
    [Range(1L, long.MaxValue)]
    public long MaxBytes { get; init; } = 2L * 1024 * 1024 * 1024;
}
