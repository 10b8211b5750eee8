using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Journal;

/// <summary>
/// Keeps requests and jobs away from metadata that were restored from a backup, until <c>./run admin replay-erasures</c> has
/// told them what they miss: erased files would be listed, revoked keys would work, and an audit would take the files
/// uploaded since for orphans.
/// </summary>
public sealed partial class DetectRestore(StoreMarks marks, TimeProvider time, ILogger<DetectRestore> log)
{
    /// <summary>How long metadata that were current are taken to be.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private DateTimeOffset? currentAt;
    private Task<bool>? look;

    /// <exception cref="StoreBusyException">The metadata were restored and have not caught up.</exception>
    public async Task ExpectCurrent()
    {
        if (await IsRestored())
            throw new StoreBusyException("metadata store", RetryAfter, state: "was restored from a backup and lacks what happened since (./run admin replay-erasures)");
    }

    private Task<bool> IsRestored()
    {
        lock (gate)
        {
            return time.GetUtcNow() - currentAt < Fresh ? Task.FromResult(false) : look ??= Look();
        }
    }

    /// <remarks>Not cancelled with the request that asks first: others wait for the same answer.</remarks>
    private async Task<bool> Look()
    {
        await Task.Yield(); // So that it never ends before it is remembered.
        try
        {
            // In this order: the number beside the bytes never grows past the one in the metadata that is read after it.
            var number = await marks.ReadNumber(CancellationToken.None);
            var mark = await marks.Read(CancellationToken.None);
            var isRestored = number > mark.Number;
            if (isRestored)
                LogRestored(log, mark.At);
            lock (gate)
                currentAt = isRestored ? null : time.GetUtcNow();
            return isRestored;
        }
        finally
        {
            lock (gate)
                look = null;
        }
    }

    [LoggerMessage(12001, LogLevel.Critical, "The metadata are those of {At}, restored from a backup: nothing is served until ./run admin replay-erasures has told them what happened since")]
    private static partial void LogRestored(ILogger log, DateTimeOffset at);
}
