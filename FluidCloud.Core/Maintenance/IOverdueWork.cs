namespace FluidCloud.Core.Maintenance;

/// <summary>
/// Work of one feature that may become overdue: a lost message, a crash, an upload that nobody completed. Each feature
/// registers its own, and <see cref="ResumeOverdueWork"/> runs all of them each minute.
/// </summary>
public interface IOverdueWork
{
    /// <summary>
    /// The kind of document, in the singular: the tag <c>kind</c> of the metric <c>fluidcloud.maintenance.resumed</c>.
    /// </summary>
    string Kind { get; }

    /// <summary>
    /// Resumes everything that is due. A failed document is due again later and must not stop those after it.
    /// </summary>
    /// <returns>How many documents were resumed.</returns>
    Task<int> Run(OverdueRun run, CancellationToken cancel);
}
