

namespace FluidCloud.Cli.Demo;

/// <summary>Prints each check's outcome, and counts those that failed.</summary>
internal sealed class DemoChecks
{
    public int Failed { get; private set; }

    public void Report(bool holds, string finding)
    {
        if (!holds)
            Failed++;
        DemoConsole.Line($"{(holds ? "ok" : "FAILED"),-6} {finding}");
    }
}
