using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;

namespace FluidCloud.Core.Sweeps;

/// <summary>Resumes sweeps without progress, and measures every sweep that is not done.</summary>
public sealed class ResumeSweeps(IMetadataStore metadata, ResumeSweep resume, Metrics metrics) : IOverdueWork
{
    public string Kind => "sweep";

    public async Task<int> Run(OverdueRun run, CancellationToken cancel)
    {
        var count = await run.Each(new SweepsDue(run.Now, OverdueRun.PageSize), sweep => sweep.TenantId, sweep => resume.Run(sweep, cancel), cancel);
        await foreach (var sweep in metadata.QueryEvery(null, new SweepsOpen(OverdueRun.PageSize), cancel))
            metrics.SweepSeen(sweep.State, run.Now - sweep.StartedAt, Math.Max(0, (sweep.FilesTotal ?? 0) - sweep.FilesDone));
        return count;
    }
}
