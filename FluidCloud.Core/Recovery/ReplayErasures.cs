using FluidCloud.Core.Access;
using FluidCloud.Core.Audits;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Erasures;
using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Recovery;

/// <summary>
/// Tells metadata that were restored from a backup what happened since: erases again what was erased, with the receipts of
/// then, revokes again what was revoked, and compares everything with the bytes. Until it is done, <see cref="DetectRestore"/>
/// keeps requests and jobs away.
/// </summary>
/// <remarks>May be interrupted anywhere and run again: every step finds its work done.</remarks>
public sealed class ReplayErasures(
    RecoveryJournal journal, IMetadataStore metadata, StoreMarks marks, PurgeFiles purge, RevokeApiKey revokeKey, RevokeShare revokeShare, RequestErasure erasures,
    ListTenants tenants, AuditTenant audit, TimeProvider time)
{
    /// <param name="since">The moment to which the metadata were restored, or an earlier one; null takes that of their mark.</param>
    /// <exception cref="FluidCloudException">The metadata have no mark, and no moment is given.</exception>
    public async Task<ReplayReport> Run(DateTimeOffset? since, CancellationToken cancel)
    {
        var mark = await marks.Read(cancel);
        var from = since ?? (mark.ETag == "" ? throw Errors.Invalid("--since", "the metadata do not say of which moment they are; name it") : mark.At);
        var report = new ReplayReport(from);
        await foreach (var receipts in journal.Since<ErasureReceipt>(from, cancel))
        {
            foreach (var batch in receipts.GroupBy(receipt => receipt.TenantId).SelectMany(tenant => tenant.Chunk(PurgeBatchJob.MaxFiles)))
                await Erase(batch[0].TenantId, batch, report, cancel);
            report.ErasedTenants.UnionWith(receipts.Where(receipt => receipt.Subject == ReceiptSubject.Tenant).Select(receipt => receipt.TenantId));
        }
        await foreach (var revocations in journal.Since<Revocation>(from, cancel))
        {
            foreach (var revocation in revocations)
                report.Revoked += await Revoke(revocation, cancel) ? 1 : 0;
        }
        foreach (var tenant in report.ErasedTenants)
            await erasures.Again(Id.New<ErasureId>(), tenant, cancel);
        await Finish(mark, from, cancel);
        await foreach (var tenant in tenants.Run(cancel))
            report.Findings[tenant.TenantId] = await audit.RunWhole(tenant.TenantId, cancel);
        return report;
    }

    /// <summary>Stops keeping blobs without a record: the next audits erase them.</summary>
    /// <returns>false when there was nothing to end.</returns>
    public async Task<bool> EraseUnknown(CancellationToken cancel)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var mark = await marks.Read(cancel);
            if (mark.UnknownSince is null)
                return false;
            if (await marks.Write(mark with { UnknownSince = null }, cancel))
                return true;
        }
    }

    /// <summary>
    /// Erases the files that exist again, and restores their original receipts: a new receipt would have another time and
    /// nonce, and no index in the log.
    /// </summary>
    private async Task Erase(TenantId tenant, IReadOnlyList<ErasureReceipt> receipts, ReplayReport report, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        var answers = await purge.Many(new Reach(tenant), receipts.Select(receipt => receipt.FileId), cancel);
        report.Erased += answers.Values.Count(answer => answer.IsChanged);
        // What was a tombstone already: its purge would end with another receipt.
        await purge.Batch(new PurgeBatchJob(tenant, [.. receipts.Select(receipt => receipt.FileId)], Sweep: null), cancel);
        report.NotErased.AddRange(answers.Where(answer => answer.Value.Refused?.Code == ErrorCode.StorageFailed).Select(answer => answer.Key));
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var present = (await metadata.Query(partition, new ReceiptsById([.. receipts.Select(receipt => receipt.Id)]), cancel)).Items
                .ToDictionary(receipt => receipt.Id);
            var files = (await metadata.Query(partition, new FilesById([.. receipts.Select(receipt => receipt.FileId)]), cancel)).Items
                .Select(file => file.Id).ToHashSet();
            var changes = receipts.Where(receipt => !files.Contains(receipt.Id) && present.GetValueOrDefault(receipt.Id)?.LogIndex is null)
                .Select(receipt => present.TryGetValue(receipt.Id, out var other) ? Change.Replace(receipt with { ETag = other.ETag }) : Change.Create(receipt))
                .ToList();
            if (changes.Count == 0)
                return;
            var result = await metadata.Commit(partition, changes, cancel);
            if (result.Succeeded)
            {
                report.Receipts += changes.Count;
                return;
            }
            result.ExpectRaceOn(receipts.Select(receipt => receipt.Id));
        }
    }

    /// <returns>false when it was revoked already, or created after the backup.</returns>
    private async Task<bool> Revoke(Revocation revocation, CancellationToken cancel)
    {
        try
        {
            switch (revocation.Kind)
            {
                case RevokedKind.Key:
                    return await revokeKey.Run(revocation.Target, cancel);
                case RevokedKind.Share:
                    await revokeShare.Run(new Reach(revocation.TenantId), Id.Parse<ShareId>(revocation.Target), cancel);
                    return true;
                default:
                    throw new InvalidOperationException($"A revocation of kind {revocation.Kind} is not known.");
            }
        }
        catch (FluidCloudException e) when (e.Code == ErrorCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Makes the metadata current. Blobs of the time between stay until a person has decided.</summary>
    private async Task Finish(StoreMark mark, DateTimeOffset from, CancellationToken cancel)
    {
        var number = await marks.ReadNumber(cancel);
        if (number <= mark.Number)
            return; // They were current, or are since an earlier run.
        var now = time.GetUtcNow();
        if (!await marks.Write(mark with { Number = number + 1, At = now, RestoredAt = now, UnknownSince = Earliest(mark.UnknownSince, from) }, cancel))
            throw Errors.Busy(TimeSpan.FromSeconds(1)); // Another run was first.
    }

    private static DateTimeOffset Earliest(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;
}

/// <summary>What a replay did.</summary>
/// <param name="Since">The moment from which it replayed.</param>
public sealed record ReplayReport(DateTimeOffset Since)
{
    /// <summary>Files that existed again and were erased.</summary>
    public int Erased { get; set; }

    /// <summary>Files whose bytes could not be erased yet; maintenance retries.</summary>
    public List<FileId> NotErased { get; } = [];

    /// <summary>Receipts that were missing and were restored.</summary>
    public int Receipts { get; set; }

    /// <summary>Keys and links that worked again and were revoked.</summary>
    public int Revoked { get; set; }

    /// <summary>Tenants that were erased: those that exist again are erased again in the background.</summary>
    public HashSet<TenantId> ErasedTenants { get; } = [];

    /// <summary>What the audit of each tenant found at the end.</summary>
    public Dictionary<TenantId, AuditFindings> Findings { get; } = [];
}
