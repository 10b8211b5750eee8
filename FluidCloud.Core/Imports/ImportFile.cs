using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Uploads;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Imports;

/// <summary>
/// Runs one attempt of an import: fetch, join, record. An attempt claims the upload by its number; once the next attempt has
/// claimed it, the earlier one's writes fail. Transient failures are retried a few times; then the import has failed and
/// stores why.
/// </summary>
public sealed partial class ImportFile(
    IMetadataStore metadata, IJobQueue queue, FetchSource fetch, JoinParts join, RecordFile record, EndUpload end,
    ImportLimits limits, TimeProvider time, ILogger<ImportFile> log)
{
    /// <summary>Time for an attempt beyond the download.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(2);

    public async Task Run(ImportJob job, CancellationToken cancel)
    {
        var upload = await Read(job, cancel);
        if (upload is not { State: UploadState.Importing })
            return;
        if (upload.Attempt >= limits.Attempts)
        {
            await Fail(upload, upload.Error ?? "The import was interrupted too often.");
            return;
        }
        if (await Claim(upload, cancel) is not { } claimed)
            return;
        try
        {
            var fetched = claimed.FetchedBy is null ? await fetch.Run(claimed, cancel) : claimed;
            await join.Run(fetched.Parts!, cancel);
            // null means that the folder moved, so try again, or that the upload was aborted, which Require detects.
            for (var race = new CommitRace(time); await record.Run(fetched, announcedSha256: null, cancel) is null; await race.Lost(cancel))
                await Require(fetched, job, cancel);
        }
        catch (UploadChangedException)
        {
            LogSuperseded(log, job.File, claimed.Attempt);
        }
        catch (Exception e) when (Reason(e) is { } reason && !cancel.IsCancellationRequested)
        {
            LogAttemptFailed(log, job.File, claimed.Attempt, reason.Text);
            // Its reservation may have grown since the claim.
            if (await Read(job, cancel) is { State: UploadState.Importing } present && present.Attempt == claimed.Attempt)
                await Decide(present, reason, job);
        }
    }

    /// <exception cref="UploadChangedException">Another attempt has claimed the upload, or it has ended.</exception>
    private async Task Require(Upload upload, ImportJob job, CancellationToken cancel)
    {
        if ((await Read(job, cancel))?.ETag != upload.ETag)
            throw new UploadChangedException();
    }

    private Task<Upload?> Read(ImportJob job, CancellationToken cancel) =>
        metadata.Read<Upload>(Partitions.Of(job.Tenant), Upload.IdOf(job.File), cancel);

    /// <returns>null when another attempt was faster.</returns>
    private async Task<Upload?> Claim(Upload upload, CancellationToken cancel)
    {
        var until = time.GetUtcNow() + limits.TimeLimit + GracePeriod;
        var claimed = upload with { Attempt = upload.Attempt + 1, DueAt = until, WritableUntil = until };
        return await Commit(claimed, cancel);
    }

    private Task Decide(Upload upload, FailureReason reason, ImportJob job) =>
        reason.IsFinal || upload.Attempt >= limits.Attempts ? Fail(upload, reason.Text) : Postpone(upload, reason.Text, job);

    private async Task Postpone(Upload upload, string reason, ImportJob job)
    {
        var delay = limits.RetryDelay * Math.Pow(2, upload.Attempt - 1);
        if (await Commit(upload with { Error = reason, DueAt = time.GetUtcNow() + delay + GracePeriod }, CancellationToken.None) is not null)
            await queue.Send(job, CancellationToken.None, delay);
    }

    private Task<bool> Fail(Upload upload, string reason) => end.Discard(upload with { Error = reason }, CancellationToken.None);

    private async Task<Upload?> Commit(Upload upload, CancellationToken cancel)
    {
        var result = await metadata.Commit(Partitions.Of(upload.TenantId), [Change.Replace(upload)], cancel);
        if (result.Succeeded)
            return upload with { ETag = result.ETags[0]! };
        result.ExpectRaceOn(upload.Id);
        return null;
    }

    /// <returns>null when the source is not the cause: the queue delivers the job again.</returns>
    private static FailureReason? Reason(Exception e) => e switch
    {
        ImportRefusedException => new(e.Message, IsFinal: true),
        FluidCloudException { Code: ErrorCode.QuotaExceeded } => new(e.Message, IsFinal: true),
        HttpRequestException { StatusCode: { } status } => new($"The server answered {(int)status}, not 200.", IsFinal: false),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => new("The server sent an invalid HTTP response.", IsFinal: false),
        InvalidDataException => new("The server's Content-Encoding does not match the bytes it sent.", IsFinal: false),
        HttpRequestException { InnerException: IOException } or IOException => new("The connection to the server broke off.", IsFinal: false),
        // Cancelled neither by the host nor by the time limit: connecting took too long.
        HttpRequestException or OperationCanceledException => new("The server could not be reached.", IsFinal: false),
        _ => null,
    };

    private sealed record FailureReason(string Text, bool IsFinal);

    /// <remarks>The exception is not logged: its text contains what a foreign server has sent.</remarks>
    [LoggerMessage(7001, LogLevel.Information, "Attempt {Attempt} to import file {File} failed: {Cause}")]
    private static partial void LogAttemptFailed(ILogger log, FileId file, int attempt, string cause);

    [LoggerMessage(7002, LogLevel.Information, "Attempt {Attempt} to import file {File} was superseded or aborted")]
    private static partial void LogSuperseded(ILogger log, FileId file, int attempt);
}
