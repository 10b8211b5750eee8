namespace FluidCloud.Core.Tombstones;

/// <summary>Identifies a sweep, and what it may purge, in jobs and tombstones.</summary>
/// <param name="Space">null for the Trash of the whole tenant.</param>
/// <param name="CutOff">Only what went to Trash up to this time is purged.</param>
public sealed record SweepRef(SpaceId? Space, SweepId Id, DateTimeOffset CutOff, PurgeCause Cause = PurgeCause.Sweep);
