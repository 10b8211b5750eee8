using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Maintenance;

/// <summary>Runs the overdue work of every feature, in the order of their registration.</summary>
public sealed partial class ResumeOverdueWork(
    IEnumerable<IOverdueWork> features, IMetadataStore metadata, Metrics metrics, TimeProvider time, ILogger<ResumeOverdueWork> log)
{
    /// <exception cref="StoreBusyException">The store is busy for several tenants; the next run continues.</exception>
    public async Task Run(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var attempts = new Attempts(log);
        var resumed = new List<string>();
        foreach (var feature in features)
        {
            var count = await feature.Run(new(metadata, attempts, feature.Kind, now), cancel);
            metrics.Resumed(feature.Kind, count);
            if (count > 0)
                resumed.Add($"{feature.Kind} {count}");
        }
        if (resumed.Count > 0)
            LogResumed(log, string.Join(", ", resumed));
    }

    [LoggerMessage(4001, LogLevel.Information, "Resumed overdue work: {Counts}")]
    private static partial void LogResumed(ILogger log, string counts);
}
