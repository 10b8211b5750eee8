namespace FluidCloud.Core.Tombstones;

/// <summary>Names a sweep and what it may purge, in jobs and tombstones.</summary>
/// <param name="Space">null is the Trash of the whole tenant.</param>
/// <param name="CutOff">What went to Trash later is left alone.</param>
public sealed record SweepRef(SpaceId? Space, SweepId Id, DateTimeOffset CutOff, PurgeCause Cause = PurgeCause.Sweep);
