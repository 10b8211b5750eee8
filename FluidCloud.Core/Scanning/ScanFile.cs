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
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task Run(ScanJob job, CancellationToken cancel)
    {
        var partition = Partitions.Of(job.Tenant);
        var file = await metadata.Read<FileItem>(partition, job.File.ToString(), cancel);
        if (!AwaitsScan(file))
            return;
        var bytes = await blobs.OpenRead(BlobName.Of(file), cancel);
        if (bytes is null)
        {
            // A purge may have erased them since the record was read; otherwise maintenance reports the record.
            LogNoBytes(log, job.File);
            return;
        }
        await using var stream = new FingerprintStream(bytes);
        var verdict = await scanner.Scan(stream, cancel);
        var sha256 = await stream.Finish(cancel);
        var mime = MimeType.Detect(stream.Head, file.OriginalName);

        // The record may have been renamed, moved or trashed meanwhile; a tombstone drops the verdict.
        while (AwaitsScan(file))
        {
            var scanned = file with
            {
                Sha256 = sha256,
                Mime = mime,
                ScanStatus = verdict.Threat is null ? ScanStatus.Clean : ScanStatus.Infected,
                Status = verdict.Threat is null ? FileStatus.Ready : FileStatus.Quarantined,
                UpdatedAt = time.GetUtcNow(),
                DueAt = null,
            };
            var result = await metadata.Commit(partition, [Change.Replace(scanned)], cancel);
            if (result.Succeeded)
            {
                metrics.Scanned(scanned.ScanStatus);
                break;
            }
            result.ExpectRaceOn(file.Id);
            file = await metadata.Read<FileItem>(partition, file.Id, cancel);
        }
        if (verdict.Threat is not null)
            LogInfected(log, job.File, verdict.Threat);
    }

    private static bool AwaitsScan([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] FileItem? file) =>
        file is { ScanStatus: ScanStatus.Pending, Status: not FileStatus.Purging };

    [LoggerMessage(3001, LogLevel.Warning, "The bytes of file {File} are not there to be scanned")]
    private static partial void LogNoBytes(ILogger log, FileId file);

    [LoggerMessage(3002, LogLevel.Warning, "File {File} is infected: {Threat}")]
    private static partial void LogInfected(ILogger log, FileId file, string threat);
}
