[assembly: AssemblyFixture(typeof(FluidCloud.Tests.Hosting.DescribedAnswersReport))]

namespace FluidCloud.Tests.Hosting;

/// <summary>Prints at the end of a run how many answers were held to the description, and which of those described none was.</summary>
public sealed class DescribedAnswersReport : IDisposable
{
    public void Dispose()
    {
        var (seen, all) = (DescribedAnswers.Checked, DescribedAnswers.All.ToList());
        var unseen = all.Where(answer => answer.Status is not (429 or 500 or 503) && !seen.ContainsKey(answer)).ToList();
        if (seen.Count < all.Count / 2)
            return; // A filtered run: the list would be long and say nothing.
        TestContext.Current.SendDiagnosticMessage(
            $"Description: {seen.Values.Sum()} answers fit it, {seen.Keys.Select(answer => answer.Operation).Distinct().Count()} of "
            + $"{all.Select(answer => answer.Operation).Distinct().Count()} operations with {seen.Count} of {all.Count} statuses; "
            + $"not met beside 429, 500 and 503: {string.Join(", ", unseen.Select(answer => $"{answer.Operation} {answer.Status}").DefaultIfEmpty("none"))}.");
    }
}
