using System.Collections.Immutable;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Telemetry;
using FluidCloud.Core.Uploads;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Audits;

/// <summary>
/// Compares a tenant's records with its blobs, in the order of their ids, its counters with the sums of its records, and its
/// receipts with the erasure log. An orphan blob, named by no document, is erased, unless a restore of the metadata may have
/// lost its record. Missing bytes and wrong counters are only reported: a person must find the cause. Anything younger than
/// <see cref="SafetyAge"/> is ignored.
/// </summary>
public sealed partial class AuditTenant(
    IMetadataStore metadata, StoreMarks marks, IBlobStore blobs, ErasePreviewOrphans previews, ErasePartOrphans parts, CheckReceipts receipts, IJobQueue queue, Metrics metrics,
    TimeProvider time, ILogger<AuditTenant> log)
{
    /// <summary>Longer than an upload may take, so that bytes being uploaded are never taken for orphans.</summary>
    public static readonly TimeSpan SafetyAge = TimeSpan.FromDays(3);

    /// <summary>A tenant with more files is audited in 256 parts by id prefix, one job each.</summary>
    private const int MaxFilesAtOnce = 10_000;
    private const int PageSize = 500;

    public async Task<AuditFindings> Run(AuditTenantJob job, CancellationToken cancel)
    {
        var findings = new AuditFindings();
        if (await Audit(job, findings, cancel) is { } next)
            await queue.Send(next, cancel);
        return findings;
    }

    /// <summary>Audits all parts of a tenant one after another, without the queue.</summary>
    public async Task<AuditFindings> RunWhole(TenantId tenant, CancellationToken cancel)
    {
        var findings = new AuditFindings();
        for (var job = new AuditTenantJob(tenant); job is not null;)
            job = await Audit(job, findings, cancel);
        return findings;
    }

    /// <returns>The next part; null after the last.</returns>
    private async Task<AuditTenantJob?> Audit(AuditTenantJob job, AuditFindings findings, CancellationToken cancel)
    {
        var partition = Partitions.Of(job.Tenant);
        var usage = await metadata.Read<Usage>(partition, Usage.IdOf(space: null), cancel);
        if (usage is null)
            return null; // Creating the tenant was interrupted.
        var part = job.Part ?? (usage.Files <= MaxFilesAtOnce ? "" : "00");
        var sums = job.Sums ?? new(usage.ETag);

        var mark = await marks.Read(cancel);

        await using var stored = blobs.List(job.Tenant, part, cancel).GetAsyncEnumerator(cancel);
        var hasBlob = await stored.MoveNextAsync();
        await foreach (var file in Records(partition, part, cancel))
        {
            for (; hasBlob && string.CompareOrdinal(stored.Current.Id, file.Id) < 0; hasBlob = await stored.MoveNextAsync())
                await EraseOrphan(job.Tenant, stored.Current, mark, findings, cancel);
            var hasBytes = hasBlob && stored.Current.Id == file.Id;
            if (hasBytes)
                hasBlob = await stored.MoveNextAsync();
            else
                findings.RecordsWithoutBytes += await Report(job.Tenant, file, cancel);
            sums = Add(sums with { Files = sums.Files + 1, Bytes = sums.Bytes + file.Size }, file.DeletedAt, 1, file.Size);
        }
        for (; hasBlob; hasBlob = await stored.MoveNextAsync())
            await EraseOrphan(job.Tenant, stored.Current, mark, findings, cancel);

        findings.OrphanBlobs += await previews.Run(job.Tenant, part, cancel) + await parts.Run(job.Tenant, part, cancel);

        if (part is "" or "ff")
        {
            findings.Drift = await Compare(partition, sums, cancel);
            findings.FalseReceipts = (await receipts.Run(job.Tenant, cancel)).False.Count;
        }
        metrics.Audited(findings.OrphanBlobs, findings.RecordsWithoutBytes, findings.Drift);
        if (findings.OrphanBlobs > 0)
            LogOrphans(log, job.Tenant, findings.OrphanBlobs);
        if (findings.UnknownFiles.Length > 0)
            LogUnknown(log, job.Tenant, findings.UnknownFiles.Length);
        if (findings.Drift is > 0 and var drift)
            LogDrift(log, job.Tenant, drift);
        return part is "" or "ff" ? null : job with { Part = Next(part), Sums = sums };
    }

    private IAsyncEnumerable<FileItem> Records(string partition, string part, CancellationToken cancel) =>
        metadata.QueryEvery(partition, new FilesFrom(PageSize) { After = part == "" ? null : new([part]) }, cancel)
            .TakeWhile(file => file.Id.StartsWith(part, StringComparison.Ordinal));

    /// <summary>
    /// Reads the documents again before erasing, because the tenant may have changed while both lists were read.
    /// </summary>
    private async Task EraseOrphan(TenantId tenant, StoredBlob blob, StoreMark mark, AuditFindings findings, CancellationToken cancel)
    {
        var mayBeLost = mark.MayHaveLost(blob.CreatedAt);
        if ((blob.CreatedAt > time.GetUtcNow() - SafetyAge && !mayBeLost) || !Guid.TryParseExact(blob.Id, "D", out var id))
            return;
        var file = new FileId(id);
        var partition = Partitions.Of(tenant);
        if (await metadata.Read<FileItem>(partition, blob.Id, cancel) is not null
            || await metadata.Read<Upload>(partition, Upload.IdOf(file), cancel) is not null)
            return;
        if (mayBeLost)
        {
            findings.UnknownFiles = findings.UnknownFiles.Add(file);
            return;
        }
        await blobs.Erase(new(tenant, file), cancel);
        findings.OrphanBlobs++;
    }

    private async Task<int> Report(TenantId tenant, FileItem file, CancellationToken cancel)
    {
        if (file.Status == FileStatus.Purging || file.CreatedAt > time.GetUtcNow() - SafetyAge
            || await blobs.Find(new(tenant, file.FileId), cancel) is not null
            || await metadata.Read<FileItem>(Partitions.Of(tenant), file.Id, cancel) is not { Status: not FileStatus.Purging })
            return 0;
        LogNoBytes(log, tenant, file.FileId);
        return 1;
    }

    /// <returns>The total difference; null when the counters changed meanwhile, which invalidates the sums.</returns>
    private async Task<long?> Compare(string partition, AuditSums sums, CancellationToken cancel)
    {
        var folders = metadata.QueryEvery(partition, new FoldersTrashedUpTo(Space: null, time.GetUtcNow(), PageSize), cancel);
        await foreach (var folder in folders)
            sums = Add(sums, folder.DeletedAt, folder.Files, folder.Bytes);
        var links = await metadata.QueryEvery(partition, new SharesNewestFirst(File: null, PageSize), cancel).CountAsync(link => link.TakesSlot, cancel);
        var usage = await metadata.Read<Usage>(partition, Usage.IdOf(space: null), cancel);
        if (usage is null || usage.ETag != sums.Version)
            return null;
        return Math.Abs(usage.LinksUsed - links) + Math.Abs(usage.Files - sums.Files) + Math.Abs(usage.BytesUsed - sums.Bytes)
            + Math.Abs(usage.TrashFiles - sums.TrashFiles) + Math.Abs(usage.TrashBytes - sums.TrashBytes);
    }

    /// <param name="deletedAt">null when not in Trash.</param>
    private static AuditSums Add(AuditSums sums, DateTimeOffset? deletedAt, long files, long bytes) => deletedAt is null
        ? sums
        : sums with { TrashFiles = sums.TrashFiles + files, TrashBytes = sums.TrashBytes + bytes };

    private static string Next(string part) => (Convert.ToInt32(part, 16) + 1).ToString("x2", System.Globalization.CultureInfo.InvariantCulture);

    [LoggerMessage(4002, LogLevel.Error, "Audit of tenant {Tenant}: the bytes of file {File} are missing")]
    private static partial void LogNoBytes(ILogger log, TenantId tenant, FileId file);

    [LoggerMessage(4003, LogLevel.Warning, "Audit of tenant {Tenant}: erased {Orphans} orphan blobs")]
    private static partial void LogOrphans(ILogger log, TenantId tenant, int orphans);

    [LoggerMessage(4006, LogLevel.Warning, "Audit of tenant {Tenant}: {Count} blobs without a record may be uploads that a restore has lost (./run admin erase-unknown)")]
    private static partial void LogUnknown(ILogger log, TenantId tenant, int count);

    [LoggerMessage(4005, LogLevel.Error, "Audit of tenant {Tenant}: its counters differ from its records by {Drift}")]
    private static partial void LogDrift(ILogger log, TenantId tenant, long drift);
}

/// <summary>What an audit found.</summary>
public sealed record AuditFindings
{
    /// <summary>Erased blobs, previews and parts that no document names.</summary>
    public int OrphanBlobs { get; set; }
    public int RecordsWithoutBytes { get; set; }

    /// <summary>Blobs without a record that were kept: a restore of the metadata may have lost their records.</summary>
    public ImmutableArray<FileId> UnknownFiles { get; set; } = [];

    /// <summary>Receipts that are not what the erasure log has.</summary>
    public int FalseReceipts { get; set; }

    /// <summary>By how much the counters differ from the records; null when unknown.</summary>
    public long? Drift { get; set; } = 0;
}

/// <summary>All file records of a tenant, tombstones included, by id.</summary>
public sealed record FilesFrom(int Limit) : Query<FileItem>(Limit)
{
    public override QueryShape Shape => QueryShape.All;
}
