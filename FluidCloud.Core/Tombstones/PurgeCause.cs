namespace FluidCloud.Core.Tombstones;

/// <summary>Why a file is purged.</summary>
public enum PurgeCause
{
    /// <summary>A call that purges this file by id.</summary>
    Call,

    /// <summary>A call to empty Trash.</summary>
    Sweep,

    /// <summary>It was in Trash for longer than the tenant's retention.</summary>
    Retention,

    /// <summary>An owner erased the app that it was uploaded for (statement 13).</summary>
    App,

    /// <summary>An owner erased the tenant (statement 12).</summary>
    Tenant,
}
