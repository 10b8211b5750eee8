using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FluidCloud.Core.Jobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Local.Hosting;

/// <summary>
/// Delivers the messages of one queue to its function as the Functions host does: several at a time, again after a failure,
/// and after the last attempt to <c>{queue}-poison</c>.
/// </summary>
public sealed partial class QueuePump(
    FunctionMethod function, QueueTriggerAttribute trigger, QueueServiceClient service, QueueSettings settings,
    WakingQueue sent, IServiceProvider services, ILogger<QueuePump> log) : BackgroundService
{
    /// <summary>
    /// The visibility timeout of a message in progress, which is renewed in time. The Functions host takes ten minutes; here the
    /// messages of a killed host reappear sooner.
    /// </summary>
    private static readonly TimeSpan Lock = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    private readonly QueueClient queue = service.GetQueueClient(trigger.QueueName);
    private readonly QueueClient poison = service.GetQueueClient(JobQueues.PoisonOf(trigger.QueueName));
    private readonly SemaphoreSlim finished = new(0);
    private int inWork;

    /// <summary>How many messages are being worked on.</summary>
    public int InWork => Volatile.Read(ref inWork);

    /// <summary>Messages waiting in the queue, hidden ones included.</summary>
    public async Task<int> CountWaiting(CancellationToken cancel) =>
        (await queue.GetPropertiesAsync(cancel)).Value.ApproximateMessagesCount;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = ShortestPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (InWork > settings.NewBatchThreshold)
                    await finished.WaitAsync(stoppingToken);
                QueueMessage[] messages = await queue.ReceiveMessagesAsync(settings.BatchSize, Lock, stoppingToken);
                foreach (var message in messages)
                {
                    Interlocked.Increment(ref inWork);
                    _ = Work(message, stoppingToken);
                }
                pause = messages.Length > 0 ? ShortestPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, settings.MaxPollingInterval.Ticks));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                LogCannotReceive(log, e, trigger.QueueName);
                pause = settings.MaxPollingInterval;
            }
            if (InWork <= settings.NewBatchThreshold)
                await sent.Wait(trigger.QueueName, pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (InWork > 0)
            await finished.WaitAsync(CancellationToken.None);
    }

    private async Task Work(QueueMessage message, CancellationToken stopping)
    {
        try
        {
            await using var held = new HeldMessage(queue, message, Lock);
            try
            {
                await function.Invoke(services, parameter =>
                    parameter.ParameterType == typeof(CancellationToken) ? stopping : message.MessageText);
                await held.Delete();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                await held.ReleaseAfter(TimeSpan.Zero);
            }
            catch (Exception e) when (message.DequeueCount >= settings.MaxDequeueCount)
            {
                LogPoison(log, e, trigger.QueueName, message.DequeueCount);
                await poison.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
                await poison.SendMessageAsync(message.MessageText, CancellationToken.None);
                await held.Delete();
            }
            catch (Exception e)
            {
                LogFailed(log, e, trigger.QueueName, message.DequeueCount);
                await held.ReleaseAfter(settings.VisibilityTimeout);
            }
        }
        catch (Exception e)
        {
            // The message reappears when its visibility timeout ends.
            LogCannotReceive(log, e, trigger.QueueName);
        }
        finally
        {
            Interlocked.Decrement(ref inWork);
            finished.Release();
        }
    }

    [LoggerMessage(6001, LogLevel.Warning, "Queue {Queue} does not answer")]
    private static partial void LogCannotReceive(ILogger log, Exception e, string queue);

    [LoggerMessage(6002, LogLevel.Warning, "A job of queue {Queue} failed (attempt {Try})")]
    private static partial void LogFailed(ILogger log, Exception e, string queue, long @try);

    [LoggerMessage(6003, LogLevel.Error, "A job of queue {Queue} failed for the last time (attempt {Try}) and goes to the poison queue")]
    private static partial void LogPoison(ILogger log, Exception e, string queue, long @try);
}
