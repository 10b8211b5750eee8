using FluidCloud.Core.Metering;
using Microsoft.Extensions.Hosting;

namespace FluidCloud.Functions.Jobs;

/// <summary>Stores the calls that this instance has counted, every few seconds and once more when it stops.</summary>
public sealed class FlushCalls(CountCalls calls, TimeProvider time) : BackgroundService
{
    /// <summary>What an instance that is lost may lose.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await calls.Flush(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await calls.Flush(stoppingToken);
    }
}
