namespace FluidCloud.Core.Jobs;

/// <summary>
/// Sends jobs to the queue-triggered functions. Delivery is at least once, in no order. A job is sent after the commit that
/// makes it necessary. Every job can be derived from the documents, so maintenance sends a lost one again.
/// </summary>
public interface IJobQueue
{
    /// <param name="delay">How long delivery is delayed; at most seven days.</param>
    Task Send<T>(T job, CancellationToken cancel, TimeSpan delay = default) where T : IJob;

    /// <summary>Moves a message that can't be read as a job to the poison queue, where an operator finds it.</summary>
    Task SetAside<T>(string message, CancellationToken cancel) where T : IJob;
}

/// <summary>
/// Names what to do. Everything else is read from the documents when it runs. A queue holds it as a
/// <see cref="JobMessage{T}"/>.
/// </summary>
public interface IJob
{
    /// <summary>The queue for jobs of this type.</summary>
    static abstract string QueueName { get; }
}

/// <summary>A job for one tenant.</summary>
public interface ITenantJob : IJob
{
    TenantId Tenant { get; }
}
