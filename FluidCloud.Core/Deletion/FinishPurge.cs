using System.Collections.Concurrent;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// Finishes the purge of tombstones: deletes the shares, erases the bytes, then removes the records. Every step may run
/// twice. The caller's cancellation does not stop it: maintenance would only have to finish the work later.
/// </summary>
public sealed partial class FinishPurge(
    DeleteSharesOfFiles shares, EraseFileBytes erase, RemoveFileRecords records, RecordFailedErasure failures, Metrics metrics, ILogger<FinishPurge> log)
{
    /// <summary>How long the purge of a tombstone may take before maintenance resumes it.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(2);

    private const int ParallelErasures = 16;

    /// <returns>
    /// The tombstones whose links or bytes could not be erased; each carries the time of its next attempt.
    /// </returns>
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
