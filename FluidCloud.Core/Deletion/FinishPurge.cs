using System.Collections.Concurrent;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// Carries tombstones to their end: ends the links, erases the bytes, then removes the records. Every step may run twice, and no
/// caller's cancellation stops it: stopping would leave to maintenance what can be done now.
/// </summary>
public sealed partial class FinishPurge(
    DeleteSharesOfFiles links, EraseFileBytes erase, RemoveFileRecords records, RecordFailedErasure failures, Metrics metrics, ILogger<FinishPurge> log)
{
    /// <summary>How long a tombstone may stand before maintenance looks after it.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(2);

    private const int ParallelErasures = 16;

    /// <returns>false when links or bytes of some could not be erased; the tombstones of those stand and carry their next attempt.</returns>
    public async Task<bool> Run(TenantId tenant, IReadOnlyList<FileItem> tombstones)
    {
        var unlinked = await links.Run(tenant, tombstones);
        var erased = new ConcurrentDictionary<FileId, Erasure>();
        await Parallel.ForEachAsync(unlinked.Done, new ParallelOptions { MaxDegreeOfParallelism = ParallelErasures }, async (file, _) =>
        {
            try
            {
                erased[file.FileId] = await erase.Run(file, CancellationToken.None);
            }
            catch (Exception e)
            {
                metrics.ErasureFailed();
                LogNotErased(log, e, file.FileId);
            }
        });
        var done = unlinked.Done.Where(IsErased).ToList();
        List<FileItem> failed = [.. unlinked.Failed, .. unlinked.Done.Where(file => !IsErased(file))];
        await records.Run(tenant, done, erased);
        await failures.Run(tenant, failed);
        return failed.Count == 0;

        bool IsErased(FileItem file) => erased.ContainsKey(file.FileId);
    }

    [LoggerMessage(2001, LogLevel.Warning, "The bytes of file {File} could not be erased")]
    private static partial void LogNotErased(ILogger log, Exception e, FileId file);
}
