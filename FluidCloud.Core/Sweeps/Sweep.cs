using System.Text.Json.Serialization;
using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Sweeps;

/// <summary>
/// One emptying of a scope's Trash, or the purge of all files of an app or a tenant. The document id is made from the scope,
/// so a scope has at most one sweep at a time; <see cref="SweepId"/> distinguishes successive sweeps. Retention is a scope of
/// its own, and so is what an owner erases, so that neither blocks a caller's sweep.
/// </summary>
public sealed record Sweep : Document, IDocumentType
{
    public static string Type => "sweep";

    public required SweepId SweepId { get; init; }

    /// <summary>null: the Trash of the whole tenant.</summary>
    public SpaceId? SpaceId { get; init; }
    public required TenantId TenantId { get; init; }

    /// <summary>The app that an owner erases; null otherwise.</summary>
    public string? App { get; init; }

    /// <summary>Who started it: a caller, retention, or an owner who erases an app or the tenant.</summary>
    public PurgeCause Cause { get; init; } = PurgeCause.Sweep;
    public SweepState State { get; init; }

    /// <summary>
    /// Only what went to Trash up to this time is purged (statement 219): the time of the request, or now less the
    /// retention.
    /// </summary>
    public required DateTimeOffset CutOff { get; init; }

    /// <summary>Files in Trash at the request; null for a retention sweep, whose files are not counted in advance.</summary>
    public long? FilesTotal { get; init; }
    public long? BytesTotal { get; init; }

    /// <summary>
    /// Files purged by this sweep, counted in the commit that removes their records and therefore never twice.
    /// </summary>
    public long FilesDone { get; init; }
    public long BytesDone { get; init; }

    /// <summary>Live raw links that were deleted with those files.</summary>
    public long LinksKilled { get; init; }

    /// <summary>Tombstones whose erasure failed <see cref="MaxAttempts"/> times.</summary>
    public long FilesFailed { get; init; }
    public long BytesFailed { get; init; }

    /// <summary>
    /// A random token of the planner's position. Each slice changes it, so that one of two concurrent planners stops.
    /// </summary>
    public required string PlanStep { get; init; }

    /// <summary>All files that were trashed on their own are enqueued; folders are next.</summary>
    public bool FilesPlanned { get; init; }

    /// <summary>Keyset of the last file, then of the last folder, that was enqueued; null at the start of each.</summary>
    public Keyset? PlannedTo { get; init; }

    /// <summary>Everything up to the cut-off is enqueued.</summary>
    public bool Planned { get; init; }

    /// <summary>How often maintenance has restarted the planner since the last progress.</summary>
    public int Resumes { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>null until the sweep is done.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The reference that its jobs carry.</summary>
    [JsonIgnore]
    public SweepRef Ref => new(SpaceId, SweepId, CutOff, Cause, App);

    [JsonIgnore]
    public PlanSweepJob PlanJob => new(TenantId, SpaceId, SweepId, Cause);

    /// <summary>Failed erasures of a file before its sweep is stalled. Equals <c>maxDequeueCount</c> in host.json.</summary>
    public const int MaxAttempts = 5;

    /// <summary>How long a running sweep may go without progress before maintenance resumes it.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(5);

    /// <param name="space">null: the Trash of the whole tenant.</param>
    public static Sweep New(TenantId tenant, SpaceId? space, PurgeCause cause, DateTimeOffset cutOff, DateTimeOffset now) => new()
    {
        Id = IdOf(space, cause),
        SweepId = Core.Id.New<SweepId>(),
        TenantId = tenant,
        SpaceId = space,
        Cause = cause,
        CutOff = cutOff,
        PlanStep = NewPlanStep(),
        StartedAt = now,
        DueAt = now + GracePeriod,
    };

    public static string IdOf(SpaceId? space, PurgeCause cause = PurgeCause.Sweep) => cause switch
    {
        PurgeCause.Retention => "sweep:retention",
        PurgeCause.App or PurgeCause.Tenant => "sweep:owner",
        _ => space is null ? "sweep" : $"sweep:{space}",
    };

    /// <summary>The files that it has yet to purge, in the order of its plan; tombstones included.</summary>
    public Query<FileItem> FilesLeft(int limit) =>
        Ref.IsOfOwner ? new FilesOfApp(App, limit) : new FilesTrashedUpTo(SpaceId, CutOff, limit);

    /// <returns>The document id of the sweep that started the purge; null for a single purge.</returns>
    public static string? DocumentOf(Purge purge) => purge.Sweep is null ? null : IdOf(purge.SweepSpace, purge.Cause);

    public static string NewPlanStep() => Guid.NewGuid().ToString("N");
}

public enum SweepState
{
    Running,

    /// <summary>It can't finish by itself. Emptying Trash again starts a new sweep of what is left.</summary>
    Stalled,
    Done,
}

/// <summary>The running and stalled sweeps of a tenant.</summary>
public sealed record SweepsUnfinished(int Limit) : Query<Sweep>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereEqual("finished_at", null);
}

/// <summary>The latest sweep of each scope of a tenant.</summary>
public sealed record SweepsOfTenant(int Limit) : Query<Sweep>(Limit)
{
    public override QueryShape Shape => QueryShape.All;
}

/// <summary>Running and stalled sweeps of all tenants. Every sweep that is not done has a due time.</summary>
public sealed record SweepsOpen(int Limit) : Query<Sweep>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", DateTimeOffset.MaxValue).Ascending("due_at", "id");
}

/// <summary>Overdue sweeps of all tenants.</summary>
public sealed record SweepsDue(DateTimeOffset Now, int Limit) : Query<Sweep>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
