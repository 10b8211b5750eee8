using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Local.Hosting;

/// <summary>Runs one timer-triggered function: at once, since its last time was missed while the host was off, then on its schedule.</summary>
public sealed partial class TimerSchedule(
    FunctionMethod function, TimerTriggerAttribute trigger, IServiceProvider services, TimeProvider time, ILogger<TimerSchedule> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var schedule = Ncrontab.Parse(trigger.Schedule);
        var info = new TimerInfo { IsPastDue = true };
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await function.Invoke(services, parameter =>
                    parameter.ParameterType == typeof(CancellationToken) ? stoppingToken : info);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(log, e, function.Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            info = new();
            var now = time.GetUtcNow();
            await Task.Delay(schedule.Next(now) - now, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(6004, LogLevel.Error, "Timer {Function} failed")]
    private static partial void LogFailed(ILogger log, Exception e, string function);
}
