namespace FluidCloud.Core.Tombstones;

/// <summary>
/// Why a tombstone is being purged and for which sweep: everything needed to finish the purge and to count it.
/// </summary>
public sealed record Purge
{
    public required PurgeCause Cause { get; init; }

    /// <summary>The sweep in whose progress the file counts; null for a single purge.</summary>
    public SweepId? Sweep { get; init; }

    /// <summary>The scope of that sweep; null for the whole tenant.</summary>
    public SpaceId? SweepSpace { get; init; }

    /// <summary>Failed attempts to erase its links or bytes.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>How many live links the purge has deleted so far.</summary>
    public int LinksKilled { get; init; }

    public static Purge For(SweepRef sweep) => new() { Cause = sweep.Cause, Sweep = sweep.Id, SweepSpace = sweep.Space };
}
