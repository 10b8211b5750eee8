namespace FluidCloud.Core.Tombstones;

/// <summary>Why a tombstone is being purged and for which sweep: all that is needed to finish the work and to count it.</summary>
public sealed record Purge
{
    public required PurgeCause Cause { get; init; }

    /// <summary>The sweep whose progress the file counts for; null when no sweep asked.</summary>
    public SweepId? Sweep { get; init; }

    /// <summary>The scope of that sweep: null is the whole tenant.</summary>
    public SpaceId? SweepSpace { get; init; }

    /// <summary>How often erasing its links or its bytes has failed.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>The links that died with it so far.</summary>
    public int LinksKilled { get; init; }

    public static Purge For(SweepRef sweep) => new() { Cause = sweep.Cause, Sweep = sweep.Id, SweepSpace = sweep.Space };
}
