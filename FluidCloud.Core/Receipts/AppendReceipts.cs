using System.Collections.Concurrent;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Receipts;

/// <summary>
/// Appends receipts to the erasure log. No purge waits for it. It may be interrupted anywhere, and several may run at once:
/// each receipt gets exactly one index.
/// </summary>
/// <remarks>
/// A receipt is due until its record has its index. The state of the log lists the leaves whose records do not have it yet, so
/// that no receipt is appended twice. When the store fails for one tenant, its leaves stay in the state and other tenants go on.
/// </remarks>
public sealed partial class AppendReceipts(IMetadataStore metadata, LogWriter log, AskWitnesses witnesses, RecoveryJournal journal, FindLongestWaiting waiting, Metrics metrics, TimeProvider time, ILogger<AppendReceipts> logger)
{
    /// <summary>Leaves in one batch: 16 tiles, and a state of about 600 KB.</summary>
    private const int MaxBatch = 4096;
    private const int PageSize = 500;
    private const int ParallelTenants = 8;

    /// <exception cref="LogDamagedException">The stored log is inconsistent: an operator must look.</exception>
    public async Task Run(CancellationToken cancel)
    {
        metrics.ReceiptsWait(await waiting.Run(cancel));
        for (var race = new CommitRace(time); ;)
        {
            if (await log.Publish(cancel) is { } held)
            {
                // Before receipts get their index, so that most proofs include the cosignatures.
                await witnesses.Run(cancel);
                var unmarked = await Mark(held.State.Leaves, cancel);
                var next = await Gather(held.State.Size, unmarked, cancel);
                if (next.Count == 0 && unmarked.Count == held.State.Leaves.Count)
                    return;
                if (await log.Replace(held, held.State.Size + next.Count, [.. unmarked, .. next], cancel))
                {
                    metrics.ReceiptsAppended(next.Count);
                    race = new(time);
                    continue;
                }
            }
            await race.Lost(cancel);
        }
    }

    private async Task<List<LogLeaf>> Gather(long size, IReadOnlyList<LogLeaf> unmarked, CancellationToken cancel)
    {
        var refusing = unmarked.Select(leaf => leaf.Tenant).ToHashSet();
        var due = await metadata.QueryEvery(null, new ReceiptsDue(time.GetUtcNow(), PageSize), cancel)
            .Where(receipt => !refusing.Contains(receipt.TenantId.Value)).DistinctBy(receipt => receipt.Id).Take(MaxBatch).ToListAsync(cancel);
        return [.. due.Select((receipt, at) => new LogLeaf(size + at, receipt.TenantId.Value, receipt.Id, receipt.ToLeaf()))];
    }

    /// <summary>Writes the index into the receipts.</summary>
    /// <returns>The leaves whose receipts could not be updated.</returns>
    private async Task<IReadOnlyList<LogLeaf>> Mark(IReadOnlyList<LogLeaf> leaves, CancellationToken cancel)
    {
        var failed = new ConcurrentBag<LogLeaf>();
        var batches = leaves.GroupBy(leaf => leaf.Tenant).SelectMany(tenant => tenant.Chunk(IMetadataStore.MaxOperations));
        await Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = ParallelTenants, CancellationToken = cancel }, async (batch, stop) =>
        {
            try
            {
                await Mark(new TenantId(batch[0].Tenant), batch.ToDictionary(leaf => leaf.Receipt, leaf => leaf.Index), stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                LogNotMarked(logger, e, new(batch[0].Tenant), batch.Length);
                foreach (var leaf in batch)
                    failed.Add(leaf);
            }
        });
        return [.. failed.OrderBy(leaf => leaf.Index)];
    }

    private async Task Mark(TenantId tenant, Dictionary<string, long> indexes, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var receipts = await metadata.Query(partition, new ReceiptsById([.. indexes.Keys]), cancel);
            var waiting = receipts.Items.Where(receipt => receipt.LogIndex is null).ToList();
            if (waiting.Count == 0)
                return;
            var placed = waiting.ConvertAll(receipt => receipt with { LogIndex = indexes[receipt.Id], DueAt = null });
            await journal.Write(placed, cancel); // Before the metadata: what they know can be told again.
            var result = await metadata.Commit(partition, [.. placed.Select(Change.Replace)], cancel);
            if (result.Succeeded)
                return;
            result.ExpectRaceOn(waiting.Select(receipt => receipt.Id));
        }
    }

    [LoggerMessage(4010, LogLevel.Error, "{Count} receipts of tenant {Tenant} are in the erasure log and could not be told their place; the next run tells them")]
    private static partial void LogNotMarked(ILogger log, Exception e, TenantId tenant, int count);
}
