using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace FluidCloud.Local.Hosting;

/// <summary>Keeps a queue message hidden while it is worked on. Each renewal gives it a new pop receipt.</summary>
internal sealed class HeldMessage : IAsyncDisposable
{
    private readonly QueueClient queue;
    private readonly string id;
    private readonly TimeSpan hold;
    private readonly CancellationTokenSource ending = new();
    private readonly Task renewing;
    private string popReceipt;

    public HeldMessage(QueueClient queue, QueueMessage message, TimeSpan hold)
    {
        this.queue = queue;
        this.hold = hold;
        id = message.MessageId;
        popReceipt = message.PopReceipt;
        renewing = Renew();
    }

    public async Task Delete()
    {
        await EndRenewal();
        await queue.DeleteMessageAsync(id, popReceipt, CancellationToken.None);
    }

    /// <summary>Lets the message be delivered again after a pause.</summary>
    public async Task ReleaseAfter(TimeSpan pause)
    {
        await EndRenewal();
        await queue.UpdateMessageAsync(id, popReceipt, visibilityTimeout: pause, cancellationToken: CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await EndRenewal();
        ending.Dispose();
    }

    private async Task EndRenewal()
    {
        await ending.CancelAsync();
        await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Renew()
    {
        using var timer = new PeriodicTimer(hold / 2);
        while (await timer.WaitForNextTickAsync(ending.Token))
        {
            var renewed = await queue.UpdateMessageAsync(id, popReceipt, visibilityTimeout: hold, cancellationToken: CancellationToken.None);
            popReceipt = renewed.Value.PopReceipt;
        }
    }
}
