namespace FluidCloud.Core.Tombstones;

/// <summary>Why a file is purged.</summary>
public enum PurgeCause
{
    /// <summary>A call for this one file.</summary>
    Call,

    /// <summary>A call to empty the Trash.</summary>
    Sweep,

    /// <summary>It was in Trash longer than its tenant keeps what is there.</summary>
    Retention,
}
