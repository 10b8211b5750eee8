using System.Diagnostics;
using Azure.Storage.Queues;
using FluidCloud.Core.Jobs;

namespace FluidCloud.Adapters.Azure;

/// <summary>Azure Storage queues, or Azurite's. Messages are plain JSON (messageEncoding none in host.json).</summary>
public sealed class AzureJobQueue(QueueServiceClient service, TimeProvider time) : IJobQueue
{
    public async Task CreateQueues(CancellationToken cancel)
    {
        foreach (var queue in JobQueues.All)
            await service.GetQueueClient(queue).CreateIfNotExistsAsync(cancellationToken: cancel);
    }

    public async Task Send<T>(T job, CancellationToken cancel, TimeSpan delay = default) where T : IJob =>
        await service.GetQueueClient(T.QueueName).SendMessageAsync(
            JobJson.Write(new JobMessage<T>(job, time.GetUtcNow() + delay, Activity.Current?.Id)), visibilityTimeout: delay, cancellationToken: cancel);

    public async Task SetAside<T>(string message, CancellationToken cancel) where T : IJob
    {
        var poison = service.GetQueueClient(JobQueues.PoisonOf(T.QueueName));
        await poison.CreateIfNotExistsAsync(cancellationToken: cancel);
        await poison.SendMessageAsync(message, cancel);
    }
}
