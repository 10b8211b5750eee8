using FluidCloud.Core.Maintenance;

namespace FluidCloud.Core.Previews;

/// <summary>Cleans up after overdue conversions.</summary>
public sealed class ResumePreviews(DropPreview drop) : IOverdueWork
{
    public string Kind => "preview";

    public Task<int> Run(OverdueRun run, CancellationToken cancel) =>
        run.Each(new PreviewAttemptsDue(run.Now, OverdueRun.PageSize), attempt => attempt.TenantId, drop.Run, cancel);
}
