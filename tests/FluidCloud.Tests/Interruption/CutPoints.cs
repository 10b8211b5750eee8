using System.Reflection;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>Counts the cut points of a run, and prints their number at its end.</summary>
public sealed class CutPoints : IDisposable
{
    private static readonly int All = InterruptionTests.Modes.Count
        * typeof(InterruptionTests).GetMethods().Count(method => method.GetCustomAttribute<TheoryAttribute>() is not null);

    private int operations;
    private int cuts;

    /// <param name="count">Of an operation that was cut in one way.</param>
    public void Add(int count)
    {
        cuts += count;
        if (++operations == All)
            cuts.ShouldBeGreaterThan(500, "Cut points of all operations in all ways: some are not reached any more.");
    }

    public void Dispose() =>
        TestContext.Current.SendDiagnosticMessage($"Interruption: {cuts} cut points in {operations} of {All} tests, each an operation cut in one way.");
}
