using System.Diagnostics.CodeAnalysis;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Scanning;

/// <summary>Streams the bytes of a new file once: SHA-256, MIME type and the scanner's verdict, which makes it ready or not.</summary>
public sealed partial class ScanFile(IMetadataStore metadata, IBlobStore blobs, IMalwareScanner scanner, Metrics metrics, TimeProvider time, ILogger<ScanFile> log)
{
    /// <summary>How long a file may wait for its scan before maintenance looks after it.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(10);

    public async Task Run(ScanJob job, CancellationToken cancel)
    {
        var partition = Partitions.Of(job.Tenant);
        var file = await metadata.Read<FileItem>(partition, job.File.ToString(), cancel);
        if (!AwaitsScan(file))
            return;
        var outcome = await Judge(file, cancel);

        // The record may have been renamed, moved or trashed meanwhile; a tombstone drops what was found.
        while (AwaitsScan(file))
        {
            var scanned = outcome.Of(file, time.GetUtcNow());
            var result = await metadata.Commit(partition, [Change.Replace(scanned)], cancel);
            if (result.Succeeded)
            {
                metrics.Scanned(scanned.ScanStatus);
                return;
            }
            result.ExpectRaceOn(file.Id);
            file = await metadata.Read<FileItem>(partition, file.Id, cancel);
        }
    }

    private async Task<ScanOutcome> Judge(FileItem file, CancellationToken cancel)
    {
        try
        {
            var judged = await Scan(file, cancel);
            if (judged.Threat is not null)
                LogInfected(log, file.FileId, judged.Threat);
            return judged;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            LogNoVerdict(log, e, file.FileId, file.FailedScans + 1);
            return new ScanOutcome.NoVerdict(e is BeyondScanLimitsException);
        }
    }

    private async Task<ScanOutcome.Judged> Scan(FileItem file, CancellationToken cancel)
    {
        if (file.Size > scanner.SizeLimit)
            throw new BeyondScanLimitsException($"The file has {file.Size} bytes; the scanner takes {scanner.SizeLimit}.");
        // Gone with a purge since the record was read, or lost: then the audit reports the record.
        var bytes = await blobs.OpenRead(file.Blob, cancel) ?? throw new InvalidDataException("The file has no bytes.");
        await using var stream = new FingerprintStream(bytes);
        var verdict = await scanner.Scan(stream, cancel);
        var sha256 = await stream.Finish(cancel);
        return stream.Count == file.Size
            ? new(verdict.Threat, sha256, stream.Type())
            : throw new InvalidDataException($"{stream.Count} of {file.Size} bytes were read.");
    }

    private static bool AwaitsScan([NotNullWhen(true)] FileItem? file) =>
        file is { ScanStatus: ScanStatus.Pending, Status: not FileStatus.Purging };

    [LoggerMessage(3001, LogLevel.Warning, "No verdict on file {File} at attempt {Attempt}")]
    private static partial void LogNoVerdict(ILogger log, Exception e, FileId file, int attempt);

    [LoggerMessage(3002, LogLevel.Warning, "File {File} is infected: {Threat}")]
    private static partial void LogInfected(ILogger log, FileId file, string threat);
}
