namespace FluidCloud.Core.Jobs;

/// <summary>What a queue holds: a job, and how it came to be sent.</summary>
/// <param name="DueAt">When it was to be delivered; null is not known, as in a message that an operator wrote.</param>
/// <param name="TraceParent">The W3C trace context of who sent it; null begins a trace.</param>
public sealed record JobMessage<T>(T Job, DateTimeOffset? DueAt = null, string? TraceParent = null) where T : IJob;
