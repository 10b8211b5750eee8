using System.Collections.Concurrent;
using FluidCloud.Adapters.Azure;
using FluidCloud.Core.Jobs;

namespace FluidCloud.Local.Hosting;

/// <summary>
/// Wakes the pump of a queue when this process sends to it, so that the job starts at once. Messages of other processes, and
/// delayed ones, are found by polling.
/// </summary>
public sealed class WakingQueue(AzureJobQueue queue) : IJobQueue
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> bells = new();

    public async Task Send<T>(T job, CancellationToken cancel, TimeSpan delay = default) where T : IJob
    {
        await queue.Send(job, cancel, delay);
        var bell = Bell(T.QueueName);
        if (delay == default && bell.CurrentCount == 0)
            bell.Release();
    }

    public Task SetAside<T>(string message, CancellationToken cancel) where T : IJob => queue.SetAside<T>(message, cancel);

    /// <summary>Returns when a message was sent since the last wait, and after that time at the latest.</summary>
    public Task Wait(string queueName, TimeSpan longest, CancellationToken cancel) => Bell(queueName).WaitAsync(longest, cancel);

    private SemaphoreSlim Bell(string queueName) => bells.GetOrAdd(queueName, _ => new(0));
}
