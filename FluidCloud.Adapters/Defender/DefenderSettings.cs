using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Adapters.Defender;

/// <summary>What Microsoft Defender for Storage is known to do; it is switched on at the storage account, not here.</summary>
public sealed record DefenderSettings
{
    /// <summary>Larger blobs it does not scan, and writes no tag either: they are not waited for, and never served.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxBytes { get; init; } = 2L * 1024 * 1024 * 1024;
}
