namespace FluidCloud.Core.Jobs;

/// <summary>A queue message: a job, when it is due and what sent it.</summary>
/// <param name="DueAt">When delivery is due; null when unknown, as in a message that an operator wrote.</param>
/// <param name="TraceParent">The W3C trace context of the sender; null starts a new trace.</param>
public sealed record JobMessage<T>(T Job, DateTimeOffset? DueAt = null, string? TraceParent = null) where T : IJob;
