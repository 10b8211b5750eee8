using System.Collections.Concurrent;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// Finishes the purge of tombstones: deletes the shares, erases the bytes, then removes the records. Every step may run twice,
/// and no caller's cancellation stops it: maintenance would have to do later what can be done now.
/// </summary>
public sealed partial class FinishPurge(
    DeleteSharesOfFiles shares, EraseFileBytes erase, RemoveFileRecords records, RecordFailedErasure failures, Metrics metrics, ILogger<FinishPurge> log)
{
    /// <summary>How long a tombstone may stand before maintenance looks after it.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(2);

    private const int ParallelErasures = 16;

    /// <returns>Those whose bytes could not be erased; their tombstones stand and carry the time of the next attempt.</returns>
    public async Task<IReadOnlyList<FileItem>> Run(TenantId tenant, IReadOnlyList<FileItem> tombstones)
    {
        var unshared = await shares.Run(tenant, tombstones);
        var erased = new ConcurrentDictionary<FileId, Erasure>();
        await Parallel.ForEachAsync(unshared, new ParallelOptions { MaxDegreeOfParallelism = ParallelErasures }, async (file, _) =>
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
        var failed = unshared.Where(file => !IsErased(file)).ToList();
        await records.Run(tenant, [.. unshared.Where(IsErased)], erased);
        await failures.Run(tenant, failed);
        return failed;

        bool IsErased(FileItem file) => erased.ContainsKey(file.FileId);
    }

    [LoggerMessage(2001, LogLevel.Warning, "The bytes of file {File} could not be erased")]
    private static partial void LogNotErased(ILogger log, Exception e, FileId file);
}
