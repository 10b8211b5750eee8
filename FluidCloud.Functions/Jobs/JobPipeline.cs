using System.Diagnostics;
using FluidCloud.Core;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Functions.Jobs;

/// <summary>The way of every job: in the trace of what sent it, measured, and when it fails, with its ids in the log.</summary>
/// <remarks>What a job throws is thrown here too, and the host delivers it again. But a job that finds a store busy is sent again, for later.</remarks>
public sealed partial class JobPipeline(
    JobBackoff brake, IJobQueue queue, Metrics metrics, TimeProvider time, ILogger<JobPipeline> log)
{
    public async Task Run<T>(JobMessage<T> message, Func<T, CancellationToken, Task> run, CancellationToken cancel) where T : IJob
    {
        await brake.Wait(cancel);
        using var span = Traces.Begin($"process {T.QueueName}", ActivityKind.Consumer, message.TraceParent,
            new("messaging.destination.name", T.QueueName), new("fluidcloud.tenant", message.Job.Tenant.ToString()));
        if (message.DueAt is { } due)
            metrics.JobBegun(T.QueueName, time.GetUtcNow() - due);
        await Measure(T.QueueName, span, message.Job.Tenant, () => RunOrPostpone(message.Job, span, run, cancel), cancel);
    }

    /// <summary>What runs on a schedule.</summary>
    public async Task Run(string timer, Func<CancellationToken, Task> run, CancellationToken cancel)
    {
        using var span = Traces.Begin(timer, ActivityKind.Internal, traceParent: null);
        await Measure(timer, span, tenant: null, async () =>
        {
            await run(cancel);
            return JobOutcome.Done;
        }, cancel);
    }

    private async Task<JobOutcome> RunOrPostpone<T>(T job, Activity span, Func<T, CancellationToken, Task> run, CancellationToken cancel) where T : IJob
    {
        try
        {
            await run(job, cancel);
            brake.Release();
            return JobOutcome.Done;
        }
        catch (StoreBusyException e)
        {
            // Not thrown: the host would deliver it again after a fixed pause, and call it poison before long.
            var pause = brake.Pull(e.RetryAfter);
            await queue.Send(job, CancellationToken.None, pause);
            LogPostponed(log, T.QueueName, job.Tenant, pause.TotalSeconds, span.TraceId.ToString(), e.Message);
            return JobOutcome.Postponed;
        }
    }

    private async Task Measure(string job, Activity span, TenantId? tenant, Func<Task<JobOutcome>> run, CancellationToken cancel)
    {
        var charge = StoreCharge.Begin();
        var begun = time.GetTimestamp();
        var outcome = JobOutcome.Failed;
        try
        {
            outcome = await run();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            outcome = JobOutcome.Stopped;
            throw;
        }
        catch (Exception e)
        {
            span.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            LogFailed(log, job, tenant, span.TraceId.ToString(), e.GetType().Name);
            throw;
        }
        finally
        {
            metrics.JobEnded(job, outcome, time.GetElapsedTime(begun));
            metrics.Charged(job, charge.RequestUnits);
        }
    }

    /// <remarks>The exception itself is in the host's log: it is thrown.</remarks>
    [LoggerMessage(1002, LogLevel.Warning, "Job {Job} of tenant {Tenant} failed ({Correlation}): {Cause}")]
    private static partial void LogFailed(ILogger log, string job, TenantId? tenant, string correlation, string cause);

    [LoggerMessage(1003, LogLevel.Warning, "Job {Job} of tenant {Tenant} comes again after {Seconds:0.#} s ({Correlation}): {Cause}")]
    private static partial void LogPostponed(ILogger log, string job, TenantId tenant, double seconds, string correlation, string cause);
}
