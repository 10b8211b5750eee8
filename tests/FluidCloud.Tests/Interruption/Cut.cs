namespace FluidCloud.Tests.Interruption;

/// <summary>How the k-th effect goes wrong.</summary>
public enum CutMode
{
    /// <summary>It does not happen, and the caller is told; the process lives on.</summary>
    Fails,

    /// <summary>It happens, but the caller is told that it failed; the process lives on.</summary>
    AnswerLost,

    /// <summary>The process ends just before it.</summary>
    DiesBefore,

    /// <summary>The process ends just after it.</summary>
    DiesAfter,
}

public sealed class CutException(string effect) : Exception($"Cut at: {effect}");

/// <summary>Counts the effects of an operation on the three stores, and lets the k-th go wrong.</summary>
public sealed class Cut
{
    private readonly Lock guard = new();
    private int position = int.MaxValue;
    private CutMode mode;
    private int count;

    /// <summary>Whether the operation came as far as the cut.</summary>
    public bool Reached { get; private set; }

    /// <summary>Whether the process has ended.</summary>
    public bool Dead { get; private set; }

    /// <summary>How many there were since it was armed last.</summary>
    public int Effects => count;

    /// <summary>What an effect fails with each time it is tried, by its name; null when it does not.</summary>
    public Func<string, Exception?> Poison { get; set; } = _ => null;

    public void Arm(int k, CutMode how) => (position, mode, count) = (k, how, 0);

    /// <summary>A new process, with nothing in its way.</summary>
    public void Restart() => (position, Dead) = (int.MaxValue, false);

    /// <summary>Reading takes no effect, but a dead process does not read either.</summary>
    public async Task<T> Read<T>(Func<Task<T>> read)
    {
        await Task.Yield(); // Another operation's turn may come here.
        lock (guard)
        {
            if (Dead)
                throw new CutException("the process has ended");
        }
        var found = await read();
        await Task.Yield();
        return found;
    }

    public async Task<T> Effect<T>(string name, Func<Task<T>> effect)
    {
        await Task.Yield();
        bool cut;
        lock (guard)
        {
            if (Dead)
                throw new CutException("the process has ended");
            cut = ++count == position;
            Reached |= cut;
            Dead = cut && mode is (CutMode.DiesBefore or CutMode.DiesAfter);
        }
        if (Poison(name) is { } poison)
            throw poison;
        T? result = default;
        if (!cut || mode is CutMode.AnswerLost or CutMode.DiesAfter)
            result = await effect();
        await Task.Yield();
        return cut ? throw new CutException(name) : result!;
    }
}
