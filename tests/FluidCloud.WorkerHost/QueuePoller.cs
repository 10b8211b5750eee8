using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FluidCloud.WorkerHost.Rpc;

namespace FluidCloud.WorkerHost;

/// <summary>Delivers the messages of one queue to its function, with the settings of host.json.</summary>
internal sealed class QueuePoller : IAsyncDisposable
{
    private readonly WorkerFunction function;
    private readonly QueueSettings settings;
    private readonly Func<WorkerProcess?> worker;
    private readonly QueueClient queue;
    private readonly QueueClient poison;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;
    private int inWork;

    public QueuePoller(WorkerFunction function, QueueSettings settings, QueueServiceClient service, Func<WorkerProcess?> worker)
    {
        this.function = function;
        this.settings = settings;
        this.worker = worker;
        queue = service.GetQueueClient(function.Trigger.QueueName);
        poison = service.GetQueueClient(function.Trigger.QueueName + "-poison");
        running = Run(stopping.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task Run(CancellationToken cancel)
    {
        var pause = QueueSettings.ShortestPollingInterval;
        while (!cancel.IsCancellationRequested)
        {
            var received = Volatile.Read(ref inWork) <= settings.NewBatchThreshold ? await Receive(cancel) : [];
            foreach (var message in received)
            {
                Interlocked.Increment(ref inWork);
                _ = Deliver(message);
            }
            pause = received.Length > 0 ? QueueSettings.ShortestPollingInterval : Min(pause * 2, settings.MaxPollingInterval);
            await Task.Delay(pause, cancel);
        }
    }

    /// <returns>Nothing while there is no worker, or no queue yet.</returns>
    private async Task<QueueMessage[]> Receive(CancellationToken cancel)
    {
        try
        {
            return worker() is null ? [] : (await queue.ReceiveMessagesAsync(settings.BatchSize, QueueSettings.Lock, cancel)).Value;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return [];
        }
    }

    private async Task Deliver(QueueMessage message)
    {
        try
        {
            if (await Succeeds(message))
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            else if (message.DequeueCount < settings.MaxDequeueCount)
                await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: settings.VisibilityTimeout);
            else
            {
                await poison.CreateIfNotExistsAsync();
                await poison.SendMessageAsync(message.MessageText);
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }
        catch (WorkerGoneException)
        {
            // As when a host dies: the message shows itself again once its lock is over.
        }
        finally
        {
            Interlocked.Decrement(ref inWork);
        }
    }

    private async Task<bool> Succeeds(QueueMessage message)
    {
        var call = function.NewCall();
        call.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = new() { String = message.MessageText } });
        var response = await (worker() ?? throw new WorkerGoneException()).Channel.Invoke(call, CancellationToken.None);
        return response.Result.Status == StatusResult.Types.Status.Success;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
