using System.Diagnostics.CodeAnalysis;
using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Scanning;

/// <summary>
/// Scans a new file, which becomes ready or quarantined. While an asynchronous scanner has no verdict yet, sends the job
/// again.
/// </summary>
public sealed partial class ScanFile(IMetadataStore metadata, JudgeFile judge, IJobQueue queue, Metrics metrics, TimeProvider time, ILogger<ScanFile> log)
{
    /// <summary>How long a file may wait for its scan before maintenance sends the job again.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(10);

    public async Task Run(ScanJob job, CancellationToken cancel)
    {
        var partition = Partitions.Of(job.Tenant);
        var file = await metadata.Read<FileItem>(partition, job.File.ToString(), cancel);
        if (!AwaitsScan(file))
            return;
        var outcome = await Judge(file, job, cancel);

        // The file may have been renamed, moved or trashed meanwhile. For a tombstone the result is discarded.
        for (var race = new CommitRace(time); AwaitsScan(file); await race.Lost(cancel))
        {
            var scanned = outcome.Of(file, time.GetUtcNow());
            var result = await metadata.Commit(partition, [Change.Replace(scanned)], cancel);
            if (result.Succeeded)
            {
                if (outcome is ScanOutcome.UnderWay waiting)
                    await queue.Send(job with { Waits = job.Waits + 1 }, cancel, waiting.Pause);
                else
                    metrics.Scanned(scanned.ScanStatus);
                return;
            }
            result.ExpectRaceOn(file.Id);
            file = await metadata.Read<FileItem>(partition, file.Id, cancel);
        }
    }

    private async Task<ScanOutcome> Judge(FileItem file, ScanJob job, CancellationToken cancel)
    {
        try
        {
            var judged = await judge.Run(file, cancel);
            if (judged.Verdict.Threat is { } threat)
                LogInfected(log, file.FileId, threat);
            if (judged.Verdict.Refusal is { } reason)
                LogRefused(log, file.FileId, reason);
            return judged;
        }
        catch (ScanUnderWayException) when (job.Waits < ScanOutcome.UnderWay.MaxWaits)
        {
            return new ScanOutcome.UnderWay(job.Waits);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            LogNoVerdict(log, e, file.FileId, file.FailedScans + 1);
            return new ScanOutcome.NoVerdict(e is BeyondScanLimitsException);
        }
    }

    private static bool AwaitsScan([NotNullWhen(true)] FileItem? file) =>
        file is { ScanStatus: ScanStatus.Pending, Status: not FileStatus.Purging };

    [LoggerMessage(3001, LogLevel.Warning, "No verdict on file {File} at attempt {Attempt}")]
    private static partial void LogNoVerdict(ILogger log, Exception e, FileId file, int attempt);

    [LoggerMessage(3002, LogLevel.Warning, "File {File} is infected: {Threat}")]
    private static partial void LogInfected(ILogger log, FileId file, string threat);

    [LoggerMessage(3003, LogLevel.Warning, "File {File} is not called clean: {Reason}")]
    private static partial void LogRefused(ILogger log, FileId file, string reason);
}
