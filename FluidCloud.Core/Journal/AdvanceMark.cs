using FluidCloud.Core.Maintenance;

namespace FluidCloud.Core.Journal;

/// <summary>
/// Advances the mark every ten minutes. A restore to an earlier moment than the last advance is recognised by
/// <see cref="DetectRestore"/>.
/// </summary>
public sealed class AdvanceMark(StoreMarks marks) : IOverdueWork
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    public string Kind => "store_mark";

    /// <returns>Always 0: advancing is no overdue work.</returns>
    public async Task<int> Run(OverdueRun run, CancellationToken cancel)
    {
        // In the order of DetectRestore.
        var number = await marks.ReadNumber(cancel);
        var mark = await marks.Read(cancel);
        if (number > mark.Number)
            return 0; // Restored a moment ago: a mark that is written now would hide it.
        if (run.Now - mark.At >= Every)
            await marks.Write(mark with { Number = mark.Number + 1, At = run.Now }, cancel);
        else if (number < mark.Number)
            await marks.WriteNumber(mark.Number, cancel);
        return 0;
    }
}
