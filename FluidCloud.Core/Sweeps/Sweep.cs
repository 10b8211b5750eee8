using System.Text.Json.Serialization;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Sweeps;

/// <summary>
/// One emptying of the Trash of a scope. Its id is made from the scope, so that a scope has one sweep at a time by
/// construction; <see cref="SweepId"/> tells one emptying from the next. What a tenant's retention asks for is a scope of
/// its own, and never in the way of a caller's.
/// </summary>
public sealed record Sweep : Document, IDocumentType
{
    public static string Type => "sweep";

    public required SweepId SweepId { get; init; }

    /// <summary>null is the Trash of the whole tenant.</summary>
    public SpaceId? SpaceId { get; init; }
    public required TenantId TenantId { get; init; }

    /// <summary>A caller's, or the retention's.</summary>
    public PurgeCause Cause { get; init; } = PurgeCause.Sweep;
    public SweepState State { get; init; }

    /// <summary>The moment of the request, or that of the retention: what goes to Trash later is left alone (statement 219).</summary>
    public required DateTimeOffset CutOff { get; init; }

    /// <summary>What was in Trash at the request. null for a retention's: nobody has counted how much is that old.</summary>
    public long? FilesTotal { get; init; }
    public long? BytesTotal { get; init; }

    /// <summary>What this sweep purged: counted in the commit that removes the records, so never twice.</summary>
    public long FilesDone { get; init; }
    public long BytesDone { get; init; }

    /// <summary>Tombstones given up for now, as often as <see cref="MaxAttempts"/> says.</summary>
    public long FilesFailed { get; init; }
    public long BytesFailed { get; init; }

    /// <summary>Names the planner's position. It changes with each slice, so that of two planners one stops.</summary>
    public required string PlanStep { get; init; }

    /// <summary>The planner is done with the files that were trashed on their own; the folders are next.</summary>
    public bool FilesPlanned { get; init; }

    /// <summary>Up to where the files, then the folders, were handed out; null at the beginning of each.</summary>
    public Keyset? PlannedTo { get; init; }

    /// <summary>The planner has reached the cut-off.</summary>
    public bool Planned { get; init; }

    /// <summary>How often maintenance has started the planner over since the last progress.</summary>
    public int Resumes { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>null until the sweep is done.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What its jobs carry.</summary>
    [JsonIgnore]
    public SweepRef Ref => new(SpaceId, SweepId, CutOff, Cause);

    [JsonIgnore]
    public PlanSweepJob PlanJob => new(TenantId, SpaceId, SweepId, Cause);

    /// <summary>How often erasing a file may fail before its sweep is stalled: as often as host.json delivers a batch.</summary>
    public const int MaxAttempts = 5;

    /// <summary>How long a running sweep may go without progress before maintenance looks after it.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(5);

    /// <param name="space">null is the Trash of the whole tenant.</param>
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

    public static string IdOf(SpaceId? space, PurgeCause cause = PurgeCause.Sweep) =>
        cause == PurgeCause.Retention ? "sweep:retention" : space is null ? "sweep" : $"sweep:{space}";

    /// <returns>The document of the sweep that asked; null when none did.</returns>
    public static string? DocumentOf(Purge purge) => purge.Sweep is null ? null : IdOf(purge.SweepSpace, purge.Cause);

    public static string NewPlanStep() => Guid.NewGuid().ToString("N");
}

public enum SweepState
{
    Running,

    /// <summary>It can't go on by itself. Emptying the Trash again starts over with what is left.</summary>
    Stalled,
    Done,
}

/// <summary>The sweeps of a tenant that run or are stalled.</summary>
public sealed record SweepsUnfinished(int Limit) : Query<Sweep>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereEqual("finished_at", null);
}

/// <summary>The last sweep of each scope of a tenant.</summary>
public sealed record SweepsOfTenant(int Limit) : Query<Sweep>(Limit)
{
    public override QueryShape Shape => QueryShape.All;
}

/// <summary>Sweeps that run or are stalled, over all tenants: as long as one is not done, somebody looks after it some day.</summary>
public sealed record SweepsOpen(int Limit) : Query<Sweep>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", DateTimeOffset.MaxValue).Ascending("due_at", "id");
}

/// <summary>Sweeps without progress, over all tenants.</summary>
public sealed record SweepsDue(DateTimeOffset Now, int Limit) : Query<Sweep>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
