using System.Diagnostics;
using System.Text.Json;
using FluidCloud.Core;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Functions.Jobs;

/// <summary>Runs every job: continues the trace of its sender, measures it, and logs its ids when it fails.</summary>
/// <remarks>An exception is rethrown, so that the host delivers the job again. A job that finds a store busy is enqueued again with a delay.</remarks>
public sealed partial class JobPipeline(
    JobBackoff brake, DetectRestore restore, IJobQueue queue, Metrics metrics, TimeProvider time, ILogger<JobPipeline> log)
{
    /// <param name="text">The message, as <see cref="JobJson"/> writes it. Any other text goes to the poison queue at once, because a retry can't help.</param>
    public async Task Run<T>(string text, Func<T, CancellationToken, Task> run, CancellationToken cancel) where T : IJob
    {
        await brake.Wait(cancel);
        if (await Read<T>(text) is not { } message)
            return;
        var tenant = TenantOf(message.Job);
        using var span = Traces.Begin($"process {T.QueueName}", ActivityKind.Consumer, message.TraceParent,
            new("messaging.destination.name", T.QueueName), new("fluidcloud.tenant", tenant?.ToString()));
        if (message.DueAt is { } due)
            metrics.JobBegun(T.QueueName, time.GetUtcNow() - due);
        await Measure(T.QueueName, span, tenant, () => RunOrPostpone(message.Job, span, run, cancel), cancel);
    }

    /// <returns>null when the message is not such a job; it was moved to the poison queue.</returns>
    private async Task<JobMessage<T>?> Read<T>(string text) where T : IJob
    {
        try
        {
            return JobJson.Read<T>(text);
        }
        catch (JsonException e)
        {
            await queue.SetAside<T>(text, CancellationToken.None);
            metrics.JobEnded(T.QueueName, JobOutcome.Failed, TimeSpan.Zero);
            LogNoJob(log, T.QueueName, JobQueues.PoisonOf(T.QueueName), e.Path ?? "$");
            return null;
        }
    }

    /// <returns>null when the job belongs to no tenant.</returns>
    private static TenantId? TenantOf(IJob job) => (job as ITenantJob)?.Tenant;

    /// <summary>Runs a timer's work.</summary>
    public async Task Run(string timer, Func<CancellationToken, Task> run, CancellationToken cancel)
    {
        using var span = Traces.Begin(timer, ActivityKind.Internal, traceParent: null);
        await Measure(timer, span, tenant: null, async () =>
        {
            await restore.ExpectCurrent();
            await run(cancel);
            return JobOutcome.Done;
        }, cancel);
    }

    private async Task<JobOutcome> RunOrPostpone<T>(T job, Activity span, Func<T, CancellationToken, Task> run, CancellationToken cancel) where T : IJob
    {
        try
        {
            await restore.ExpectCurrent();
            await run(job, cancel);
            brake.Release();
            return JobOutcome.Done;
        }
        catch (StoreBusyException e)
        {
            // Not rethrown: the host would retry after a fixed pause and soon move the job to the poison queue.
            var pause = brake.Pull(e.RetryAfter);
            await queue.Send(job, CancellationToken.None, pause);
            LogPostponed(log, T.QueueName, TenantOf(job), pause.TotalSeconds, span.TraceId.ToString(), e.Message);
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

    /// <remarks>Without the exception, which is rethrown and so in the host's log.</remarks>
    [LoggerMessage(1002, LogLevel.Warning, "Job {Job} of tenant {Tenant} failed ({Correlation}): {Cause}")]
    private static partial void LogFailed(ILogger log, string job, TenantId? tenant, string correlation, string cause);

    [LoggerMessage(1003, LogLevel.Warning, "Job {Job} of tenant {Tenant} comes again after {Seconds:0.#} s ({Correlation}): {Cause}")]
    private static partial void LogPostponed(ILogger log, string job, TenantId? tenant, double seconds, string correlation, string cause);

    /// <remarks>Without the message, which could contain anything.</remarks>
    [LoggerMessage(1004, LogLevel.Error, "A message in queue {Queue} is not a job that this version knows (at {Path}); it was moved to {Poison}")]
    private static partial void LogNoJob(ILogger log, string queue, string poison, string path);
}
