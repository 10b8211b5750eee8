namespace FluidCloud.Tests.Interruption;

/// <summary>
/// Runs asynchronous operations side by side on one thread, and lets a seeded random choice say which goes on at each
/// turn. The stores give up their turn before and after each call (<see cref="CutMetadataStore"/> and its siblings), so a
/// seed stands for one interleaving of their effects.
/// </summary>
internal sealed class RandomTurns(int seed) : SynchronizationContext
{
    private readonly Random random = new(seed);
    private readonly List<Action> ready = [];
    private readonly Lock guard = new();
    private readonly SemaphoreSlim arrivals = new(0);

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (guard)
            ready.Add(() => d(state));
        arrivals.Release();
    }

    /// <summary>Runs the operations to their end, and throws what they throw.</summary>
    public async Task Run(params IReadOnlyList<Func<Task>> operations)
    {
        // A thread of its own, which has this context and no other work.
        await Task.Factory.StartNew(() => RunHere(operations), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    private Task RunHere(IReadOnlyList<Func<Task>> operations)
    {
        SetSynchronizationContext(this);
        var all = Task.WhenAll(operations.Select(async operation =>
        {
            await Task.Yield();
            await operation();
        }));
        while (!all.IsCompleted)
        {
            if (!arrivals.Wait(TimeSpan.FromSeconds(30)))
                throw new TimeoutException("Nothing goes on any more.");
            Next()();
        }
        return all;
    }

    private Action Next()
    {
        lock (guard)
        {
            var index = random.Next(ready.Count);
            var next = ready[index];
            ready.RemoveAt(index);
            return next;
        }
    }
}
