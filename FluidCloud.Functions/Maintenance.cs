using FluidCloud.Core.Maintenance;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions;

/// <summary>What runs on a schedule.</summary>
public sealed class Maintenance(ResumeOverdueWork resume)
{
    [Function(nameof(ResumeOverdueWork))]
    public Task ResumeOverdueWork([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancel) => resume.Run(cancel);
}
