namespace FluidCloud.Bench.Chaos;

/// <summary>What was verified, a line each.</summary>
internal sealed class Checks
{
    public int Failed { get; private set; }

    public void Report(bool holds, string what)
    {
        Failed += holds ? 0 : 1;
        Bench.Report.Line($"  {(holds ? "ok    " : "FAILED")} {what}");
    }

    public void Equal<T>(string what, T actual, T expected) =>
        Report(EqualityComparer<T>.Default.Equals(actual, expected), $"{what}: {actual:N0}{(Equals(actual, expected) ? "" : $", expected {expected:N0}")}");

    public void SameSet(string what, IEnumerable<string> actual, IEnumerable<string> expected)
    {
        var (found, wanted) = (actual.ToHashSet(), expected.ToHashSet());
        var (extra, missing) = (found.Except(wanted).ToList(), wanted.Except(found).ToList());
        Report(extra.Count + missing.Count == 0, extra.Count + missing.Count == 0
            ? $"{what}: exactly the {found.Count:N0} expected"
            : $"{what}: {found.Count:N0}; missing {missing.Count:N0} ({string.Join(' ', missing.Take(3))}), too many {extra.Count:N0} ({string.Join(' ', extra.Take(3))})");
    }
}
