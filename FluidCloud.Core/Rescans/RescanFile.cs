using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Scanning;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Rescans;

/// <summary>
/// Scans a clean file again. An infected file is quarantined in the first commit: from then on it is not served, and its
/// links return 404 at the origin. Then its links are revoked. Any other outcome leaves the file unchanged.
/// </summary>
public sealed partial class RescanFile(
    IMetadataStore metadata, JudgeFile judge, RevokeLinksOfFile links, Metrics metrics, TimeProvider time, ILogger<RescanFile> log)
{
    /// <exception cref="Exception">No verdict: the queue delivers the job again.</exception>
    public async Task Run(RescanJob job, CancellationToken cancel)
    {
        var partition = Partitions.Of(job.Tenant);
        var file = await metadata.Read<FileItem>(partition, job.File.ToString(), cancel);
        if (IsClean(file) && await Judge(file!, cancel) is { } judged)
            file = await Record(file!, judged, cancel);
        // Also resumes a file whose links an interrupted run did not revoke.
        if (file is { Status: FileStatus.Quarantined, DueAt: not null })
            await links.Run(file);
    }

    private static bool IsClean(FileItem? file) => file is { ScanStatus: ScanStatus.Clean, Status: FileStatus.Ready };

    /// <returns>null when there is nothing to record.</returns>
    private async Task<ScanOutcome.Judged?> Judge(FileItem file, CancellationToken cancel)
    {
        try
        {
            var judged = await judge.Run(file, cancel);
            if (judged.Sha256 != file.Sha256)
                LogChanged(log, file.FileId);
            if (judged.Verdict.Threat is { } threat)
                LogInfected(log, file.FileId, threat);
            if (judged.Verdict.Refusal is { } reason)
                LogUnjudged(log, file.FileId, reason);
            return judged.Verdict.Refusal is null ? judged : null;
        }
        catch (Exception e) when (e is BeyondScanLimitsException or ScanUnderWayException)
        {
            LogUnjudged(log, file.FileId, e.Message);
            return null;
        }
    }

    /// <returns>The stored record; null when the file is gone.</returns>
    private async Task<FileItem?> Record(FileItem file, ScanOutcome.Judged judged, CancellationToken cancel)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var now = time.GetUtcNow();
            var next = judged.Verdict.Threat is null
                ? file with { Mime = judged.Type.Mime, Charset = judged.Type.Charset }
                : judged.Of(file, now) with { Sha256 = file.Sha256, DueAt = now + ScanFile.GracePeriod };
            if (next == file)
                return file;
            var result = await metadata.Commit(Partitions.Of(file.TenantId), [Change.Replace(next)], cancel);
            if (result.Succeeded)
            {
                metrics.Scanned(next.ScanStatus);
                return next with { ETag = result.ETags[0]! };
            }
            result.ExpectRaceOn(file.Id);
            var found = await metadata.Read<FileItem>(Partitions.Of(file.TenantId), file.Id, cancel);
            if (!IsClean(found))
                return found;
            file = found!;
        }
    }

    [LoggerMessage(3004, LogLevel.Error, "File {File} was clean and is infected: {Threat}")]
    private static partial void LogInfected(ILogger log, FileId file, string threat);

    [LoggerMessage(3005, LogLevel.Warning, "File {File} could not be judged again, and stays as it was: {Reason}")]
    private static partial void LogUnjudged(ILogger log, FileId file, string reason);

    [LoggerMessage(3006, LogLevel.Error, "The bytes of file {File} are not those that were scanned first: its SHA-256 differs")]
    private static partial void LogChanged(ILogger log, FileId file);
}
