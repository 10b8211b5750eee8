using FluidCloud.Core.Metering;
using Microsoft.Extensions.Hosting;

namespace FluidCloud.Functions.Jobs;

/// <summary>Saves the call counts of this instance every minute, and once more when it stops.</summary>
public sealed class FlushCalls(CountCalls calls, TimeProvider time) : BackgroundService
{
    /// <summary>
    /// A crashed instance loses at most this much counting, and other instances see the counts this late. Each tenant that
    /// called costs about 12 request units per interval; a read request costs 4.
    /// </summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

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
