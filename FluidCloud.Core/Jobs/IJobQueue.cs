namespace FluidCloud.Core.Jobs;

/// <summary>
/// Hands a job to the queue-triggered functions. Delivery is at least once and in no order. A job is sent after the
/// commit that makes it necessary, and every job can be derived from the documents: one that got lost is sent again
/// by maintenance.
/// </summary>
public interface IJobQueue
{
    /// <param name="delay">The job is not delivered before; at most seven days.</param>
    Task Send<T>(T job, CancellationToken cancel, TimeSpan delay = default) where T : IJob;

    /// <summary>Puts a message that is no job where an operator finds it: into the poison queue of that kind of job.</summary>
    Task SetAside<T>(string message, CancellationToken cancel) where T : IJob;
}

/// <summary>It names what to do, and everything else is read when it is done. A queue holds it as a <see cref="JobMessage{T}"/>.</summary>
public interface IJob
{
    /// <summary>The queue of this kind of job.</summary>
    static abstract string QueueName { get; }
}

/// <summary>A job for one tenant.</summary>
public interface ITenantJob : IJob
{
    TenantId Tenant { get; }
}
