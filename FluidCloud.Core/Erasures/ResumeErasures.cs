using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;

namespace FluidCloud.Core.Erasures;

/// <summary>Begins the erasures whose delay is over, and goes on with those that were interrupted or have waited.</summary>
public sealed class ResumeErasures(IJobQueue queue, TimeProvider time) : IOverdueWork
{
    public string Kind => "erasure";

    public Task<int> Run(OverdueRun run, CancellationToken cancel) => run.Each(
        new ErasuresDue(run.Now, OverdueRun.PageSize), request => request.TenantId, request => Resume(run, request, cancel), cancel);

    private async Task Resume(OverdueRun run, ErasureRequest request, CancellationToken cancel)
    {
        if (await run.Claim(request.TenantId, request with { DueAt = time.GetUtcNow() + RunErasure.GracePeriod }, cancel))
            await queue.Send(new EraseJob(request.TenantId), cancel);
    }
}
