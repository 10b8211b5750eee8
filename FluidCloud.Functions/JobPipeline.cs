using System.Diagnostics;
using FluidCloud.Core;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Functions;

/// <summary>The way of every job: in the trace of what sent it, measured, and if it fails, with its ids in the log.</summary>
/// <remarks>What a job throws is thrown here too, and the host delivers it again. But a job that finds a store busy is sent again, for later.</remarks>
public sealed partial class JobPipeline(
    JobBrake brake, IJobQueue queue, Metrics metrics, TimeProvider time, ILogger<JobPipeline> log)
{
    public async Task Run<T>(JobMessage<T> message, Func<T, CancellationToken, Task> run, CancellationToken cancel) where T : IJob
    {
        await brake.Wait(cancel);
        var charge = StoreCharge.Begin();
        using var activity = Start(message);
        if (message.DueAt is { } due)
            metrics.JobBegun(T.QueueName, time.GetUtcNow() - due);
        var begun = time.GetTimestamp();
        var outcome = JobOutcome.Failed;
        try
        {
            await run(message.Job, cancel);
            brake.Release();
            outcome = JobOutcome.Done;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            outcome = JobOutcome.Stopped;
            throw;
        }
        catch (StoreBusyException e)
        {
            // Not thrown: the host would deliver it again after a fixed pause, and call it poison before long.
            var pause = brake.Pull(e.RetryAfter);
            await queue.Send(message.Job, CancellationToken.None, pause);
            outcome = JobOutcome.Postponed;
            LogPostponed(log, T.QueueName, message.Job.Tenant, activity?.TraceId.ToString(), pause.TotalSeconds, e.Message);
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            LogFailed(log, T.QueueName, message.Job.Tenant, activity?.TraceId.ToString(), e.GetType().Name);
            throw;
        }
        finally
        {
            metrics.JobEnded(T.QueueName, outcome, time.GetElapsedTime(begun));
            metrics.Charged(T.QueueName, charge.RequestUnits);
        }
    }

    /// <remarks>A host that has a span of its own for the delivery finds it as a link: the trace is the sender's.</remarks>
    private static Activity? Start<T>(JobMessage<T> message) where T : IJob
    {
        var delivery = Activity.Current;
        ActivityContext.TryParse(message.TraceParent, traceState: null, isRemote: true, out var parent);
        return Traces.Source.StartActivity($"process {T.QueueName}", ActivityKind.Consumer, parent,
            tags: [new("messaging.destination.name", T.QueueName), new("fluidcloud.tenant", message.Job.Tenant.ToString())],
            links: delivery is null || parent == default ? [] : [new(delivery.Context)]);
    }

    [LoggerMessage(8002, LogLevel.Warning, "A job of queue {Queue} for tenant {Tenant} comes again after {Seconds:0.#} s ({Correlation}): {Cause}")]
    private static partial void LogPostponed(ILogger log, string queue, TenantId tenant, string? correlation, double seconds, string cause);

    [LoggerMessage(8001, LogLevel.Warning, "A job of queue {Queue} for tenant {Tenant} failed ({Correlation}): {Cause}")]
    private static partial void LogFailed(ILogger log, string queue, TenantId tenant, string? correlation, string cause);
}
