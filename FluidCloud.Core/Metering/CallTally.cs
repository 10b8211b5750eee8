using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Metering;

/// <summary>Counts the calls of one tenant in one month on one instance.</summary>
/// <remarks>
/// An addition replaces the document by ETag and stores its own id in it. After a lost response the same addition is sent
/// again, so it is applied at most once. When other instances have added since, it counts as done: calls may then be lost,
/// but are never counted twice.
/// </remarks>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody uses holds nothing to dispose of.
internal sealed class CallTally(IMetadataStore metadata, TimeProvider time, string partition, string id)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim storing = new(1, 1);
    private readonly Lock gate = new();
    private long pending;
    private long? stored;
    private Addition? sent;

    /// <param name="Guard">The ETag that it replaces; "" for no document.</param>
    /// <param name="InDoubt">Whether its response was lost.</param>
    private sealed record Addition(Guid Id, long Calls, string Guard, bool InDoubt = false);

    /// <summary>Whether every counted call is stored.</summary>
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
        var found = await Read(cancel);
        lock (gate)
            return (stored ??= found?.Calls ?? 0) + pending;
    }

    public async Task Flush(CancellationToken cancel)
    {
        await storing.WaitAsync(cancel);
        try
        {
            for (var race = new CommitRace(time); ; await race.Lost(cancel))
            {
                var found = await Read(cancel);
                if (Next(found) is not { } addition || await Add(found, addition, cancel))
                    return;
            }
        }
        finally
        {
            storing.Release();
        }
    }

    /// <returns>The addition to that version; null when there is nothing to add.</returns>
    private Addition? Next(MonthlyCalls? found)
    {
        var version = found?.ETag ?? "";
        lock (gate)
        {
            if (sent is { } last && last.Guard != version)
            {
                if (last.InDoubt || found?.LastAddition == last.Id)
                    pending -= last.Calls;
                sent = null;
            }
            stored = found?.Calls ?? 0;
            return sent ??= pending == 0 ? null : new(Guid.NewGuid(), pending, version);
        }
    }

    /// <returns>false when another instance was faster.</returns>
    private async Task<bool> Add(MonthlyCalls? found, Addition addition, CancellationToken cancel)
    {
        var next = found ?? new() { Id = id };
        next = next with { Calls = next.Calls + addition.Calls, LastAddition = addition.Id };
        CommitResult result;
        try
        {
            result = await metadata.Commit(partition, [found is null ? Change.Create(next) : Change.Replace(next)], cancel);
        }
        catch
        {
            sent = addition with { InDoubt = true };
            throw;
        }
        if (!result.Succeeded)
            return false;
        lock (gate)
        {
            (stored, sent) = (next.Calls, null);
            pending -= addition.Calls;
        }
        return true;
    }

    private Task<MonthlyCalls?> Read(CancellationToken cancel) => metadata.Read<MonthlyCalls>(partition, id, cancel);
}
