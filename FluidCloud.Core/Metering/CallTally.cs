using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Metering;

/// <summary>The calls of one tenant in one month, as one instance knows them.</summary>
/// <remarks>
/// An addition is a new version of the document, guarded by the version before, so of several with one guard at most one
/// happens. When an answer is lost, the next version tells: it names the addition that made it. When others have added since
/// and the name is gone, the addition counts as done: a call may go missing then, and none is ever counted twice.
/// </remarks>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing to dispose of.
internal sealed class CallTally(IMetadataStore metadata, string partition, string id)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim storing = new(1, 1);
    private readonly Lock gate = new();
    private long pending;
    private long? stored;

    /// <summary>Additions whose answers were lost, and the version that guards them all ("" for no document).</summary>
    private readonly Dictionary<Guid, long> doubtful = [];
    private string doubtfulGuard = "";

    /// <summary>Nothing is left to be stored.</summary>
    public bool IsStored
    {
        get
        {
            lock (gate)
                return pending == 0;
        }
    }

    public void Count()
    {
        lock (gate)
            pending++;
    }

    public async Task<long> Total(CancellationToken cancel)
    {
        lock (gate)
        {
            if (stored is { } known)
                return known + pending;
        }
        return await Exclusively(async () =>
        {
            Settle(await Read(cancel));
            lock (gate)
                return stored!.Value + pending;
        }, cancel);
    }

    public Task Flush(CancellationToken cancel) => Exclusively(async () =>
    {
        while (true)
        {
            var found = await Read(cancel);
            var adding = Settle(found);
            if (adding == 0 || await Add(found, adding, cancel))
                return true;
        }
    }, cancel);

    /// <returns>false when another instance was faster.</returns>
    private async Task<bool> Add(MonthlyCalls? found, long adding, CancellationToken cancel)
    {
        var next = found ?? new() { Id = id };
        next = next with { Calls = next.Calls + adding, LastAddition = Guid.NewGuid() };
        CommitResult result;
        try
        {
            result = await metadata.Commit(partition, [found is null ? Change.Create(next) : Change.Replace(next)], cancel);
        }
        catch
        {
            doubtfulGuard = next.ETag;
            doubtful[next.LastAddition] = adding;
            throw;
        }
        if (!result.Succeeded)
            return false;
        doubtful.Clear();
        lock (gate)
        {
            stored = next.Calls;
            pending -= adding;
        }
        return true;
    }

    /// <summary>Takes note of the stored count, and of what became of doubtful additions.</summary>
    /// <returns>What is left to be added.</returns>
    private long Settle(MonthlyCalls? found)
    {
        var done = 0L;
        if (doubtful.Count > 0 && found is not null && found.ETag != doubtfulGuard)
        {
            done = doubtful.TryGetValue(found.LastAddition, out var own) ? own : doubtful.Values.Max();
            doubtful.Clear();
        }
        lock (gate)
        {
            stored = found?.Calls ?? 0;
            return pending -= done;
        }
    }

    private Task<MonthlyCalls?> Read(CancellationToken cancel) => metadata.Read<MonthlyCalls>(partition, id, cancel);

    private async Task<T> Exclusively<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        await storing.WaitAsync(cancel);
        try
        {
            return await work();
        }
        finally
        {
            storing.Release();
        }
    }
}
