namespace FluidCloud.Core.Maintenance;

/// <summary>
/// Work of one feature that may become overdue: a lost message, a crash, an upload that nobody completed. Each feature
/// registers its own, and <see cref="ResumeOverdueWork"/> runs all of them each minute.
/// </summary>
public interface IOverdueWork
{
    /// <summary>What it looks for, in the singular, as the metric <c>fluidcloud.maintenance.resumed</c> tags it.</summary>
    string Kind { get; }

    /// <summary>Resumes everything that is due. What fails is due again and must not stop what comes after it.</summary>
    /// <returns>How many documents were resumed.</returns>
    Task<int> Run(OverdueRun run, CancellationToken cancel);
}
