using System.Buffers;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Uploads;

namespace FluidCloud.Core.Imports;

/// <summary>
/// Streams a source into the parts of an upload, one part in memory at a time. Quota is reserved before bytes are stored:
/// all at once when the server announces a length, otherwise part by part. So an import never stores more than its
/// reservation, whatever the server sends.
/// </summary>
public sealed class FetchSource(SourceClient client, ReserveUpload reserve, IPartStore parts, ImportLimits limits)
{
    /// <returns>The upload, with all bytes in parts and its exact size.</returns>
    /// <exception cref="ImportRefusedException">Permanent failure: a retry would not help.</exception>
    public async Task<Upload> Run(Upload upload, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(limits.TimeLimit);
        try
        {
            using var answer = await client.Get(new Uri(upload.SourceUrl!), limit.Token);
            var encoding = SourceEncoding.Of(answer.Content.Headers);
            if (encoding.IsNone && answer.Content.Headers.ContentLength is { } announced)
                upload = await MakeRoom(upload, announced, limit.Token);
            await using var bytes = encoding.Decode(await answer.Content.ReadAsStreamAsync(limit.Token));
            var (filled, total) = await Store(upload, bytes, limit.Token);
            return await reserve.Resize(filled with { FetchedBy = filled.Attempt }, total, cancel);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new ImportRefusedException($"The server took longer than {limits.TimeLimit.TotalSeconds:0} seconds.");
        }
    }

    private async Task<(Upload Upload, long Total)> Store(Upload upload, Stream bytes, CancellationToken cancel)
    {
        var partSize = (int)upload.PartSize!.Value;
        var buffer = ArrayPool<byte>.Shared.Rent(partSize);
        try
        {
            long total = 0;
            for (var number = 1; ; number++)
            {
                var read = await bytes.ReadAtLeastAsync(buffer.AsMemory(0, partSize), partSize, throwOnEndOfStream: false, cancel);
                total += read;
                if (read > 0)
                {
                    upload = await MakeRoom(upload, total, cancel);
                    await parts.Write(upload.Parts!, number, buffer.AsMemory(0, read), cancel);
                }
                if (read < partSize)
                    return (upload, total);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<Upload> MakeRoom(Upload upload, long bytes, CancellationToken cancel)
    {
        if (bytes > limits.MaxBytes)
            throw new ImportRefusedException($"The file is larger than {limits.MaxBytes} bytes.");
        return bytes <= upload.Size ? upload : await reserve.Resize(upload, bytes, cancel);
    }
}
