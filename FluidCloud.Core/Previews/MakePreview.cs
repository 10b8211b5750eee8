using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.MediaTypes;
using FluidCloud.Core.Metadata;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Previews;

/// <summary>
/// Runs one conversion: claim, convert, store the preview, record it. The claim is committed before any byte is written, and
/// recording requires it: so when the file is purged meanwhile, either the purge or the conversion erases the preview
/// (docs/adr/0008).
/// </summary>
public sealed partial class MakePreview(
    IMetadataStore metadata, IBlobStore blobs, IPreviewStore previews, IPreviewConverter converter, DropPreview drop,
    PreviewLimits limits, TimeProvider time, ILogger<MakePreview> log) : IDisposable
{
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(30);

    /// <summary>Added to the limits of a conversion before maintenance cleans up after it.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>How long a failure is returned without a new attempt: the same bytes would most likely fail again.</summary>
    private static readonly TimeSpan FailureLasts = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim places = new(limits.Parallel);

    /// <summary>How long a conversion may take, and how long its callers wait.</summary>
    public TimeSpan GracePeriod => limits.TimeLimit + WriteLimit;

    /// <param name="file">The stored record.</param>
    /// <returns>null when the file was purged or its record changed meanwhile: read it again.</returns>
    /// <exception cref="FluidCloudException">
    /// 422 the image can't be converted; 503 too many conversions are running.
    /// </exception>
    public async Task<PreviewName?> Run(FileItem file, ImageFormat format, CancellationToken cancel)
    {
        if (converter.Missing is { } missing)
            throw Errors.NoPreview(missing);
        if (!await places.WaitAsync(GracePeriod, cancel))
            throw Errors.PreviewUnderWay();
        try
        {
            // Once claimed, the conversion ignores the caller's cancellation, because others may wait for it.
            return await Claim(file, cancel) is { } attempt ? await Convert(attempt, file, format) : null;
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();

    private async Task<PreviewAttempt?> Claim(FileItem file, CancellationToken cancel)
    {
        var (id, until) = (Guid.NewGuid(), time.GetUtcNow() + GracePeriod + Margin);
        var attempt = new PreviewAttempt
        {
            Id = PreviewAttempt.IdOf(id),
            TenantId = file.TenantId,
            FileId = file.FileId,
            Attempt = id,
            DueAt = until,
        };
        var claimed = file with { Preview = new() { Attempt = id, State = PreviewState.Converting, Until = until } };
        var result = await metadata.Commit(Partitions.Of(file.TenantId), [Change.Replace(claimed), Change.Create(attempt)], cancel);
        if (result.Succeeded)
            return attempt with { ETag = result.ETags[1]! };
        result.ExpectRaceOn(file.Id);
        return null;
    }

    private async Task<PreviewName?> Convert(PreviewAttempt attempt, FileItem file, ImageFormat format)
    {
        Preview outcome;
        try
        {
            var jpeg = await Jpeg(file, format);
            using var limit = new CancellationTokenSource(WriteLimit);
            await previews.Write(attempt.Name, jpeg, limit.Token);
            outcome = new() { Attempt = attempt.Attempt, State = PreviewState.Ready };
        }
        catch (NoPreviewException e)
        {
            LogFailed(log, e, file.FileId);
            outcome = new() { Attempt = attempt.Attempt, State = PreviewState.Failed, Until = time.GetUtcNow() + FailureLasts, Reason = e.Message };
        }
        catch (Exception)
        {
            await drop.Run(attempt);
            throw;
        }
        if (!await Record(attempt, outcome))
            return null;
        return outcome.Reason is null ? attempt.Name : throw Errors.NoPreview(outcome.Reason);
    }

    private async Task<byte[]> Jpeg(FileItem file, ImageFormat format)
    {
        if (file.Size > limits.MaxBytes)
            throw new NoPreviewException($"the image has {file.Size} bytes, more than {limits.MaxBytes}");
        using var limit = new CancellationTokenSource(limits.TimeLimit);
        try
        {
            await using var image = await blobs.OpenRead(file.Blob, limit.Token) ?? throw Errors.FileNotFound();
            return await converter.Convert(format, image, file.Size, limit.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new NoPreviewException($"converting the image took longer than {limits.TimeLimit.TotalSeconds:0} s", e);
        }
    }

    /// <returns>
    /// false when the file was purged or the claim was withdrawn meanwhile: then the caller erases the bytes.
    /// </returns>
    private async Task<bool> Record(PreviewAttempt attempt, Preview outcome)
    {
        var partition = Partitions.Of(attempt.TenantId);
        for (var race = new CommitRace(time); ; await race.Lost(CancellationToken.None))
        {
            var file = await metadata.Read<FileItem>(partition, attempt.FileId.ToString(), CancellationToken.None);
            if (file is null or { Status: FileStatus.Purging } || file.Preview?.Attempt != attempt.Attempt)
            {
                await drop.Run(attempt);
                return false;
            }
            if (file.Preview.State != PreviewState.Converting)
                return true; // Recorded, but the response was lost.
            var result = await metadata.Commit(
                partition, [Change.Replace(file with { Preview = outcome }), Change.Delete(attempt)], CancellationToken.None);
            if (result.Succeeded)
                return true;
            result.ExpectRaceOn([file.Id, attempt.Id]);
        }
    }

    [LoggerMessage(11001, LogLevel.Information, "No preview of file {File}")]
    private static partial void LogFailed(ILogger log, Exception e, FileId file);
}
