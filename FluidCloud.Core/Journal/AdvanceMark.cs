namespace FluidCloud.Core.Journal;

/// <summary>
/// Advances the mark every ten minutes. A restore to an earlier moment than the last advance is recognised by
/// <see cref="DetectRestore"/>.
/// </summary>
public sealed class AdvanceMark(StoreMarks marks, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    public async Task Run(CancellationToken cancel)
    {
        // In the order of DetectRestore.
        var number = await marks.ReadNumber(cancel);
        var mark = await marks.Read(cancel);
        if (number > mark.Number)
            return; // Restored a moment ago: a mark that is written now would hide it.
        var now = time.GetUtcNow();
        if (now - mark.At >= Every)
            await marks.Write(mark with { Number = mark.Number + 1, At = now }, cancel);
        else if (number < mark.Number)
            await marks.WriteNumber(mark.Number, cancel);
    }
}
