using System.Net;
using System.Security.Cryptography;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using FluidCloud.Bench.Data;
using FluidCloud.Bench.Hosting;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Receipts;
using Microsoft.Data.Sqlite;

namespace FluidCloud.Bench.Chaos;

/// <summary>Every invariant of design "Deletion", seen from outside: through the API, in storage, and in the metadata file.</summary>
internal sealed class Verification(HostPlace place, BenchTenant tenant, BenchApi api, Outcome expected, Checks checks)
{
    private const int ParallelCalls = 8;

    private IEnumerable<(string Id, long Size)> Kept =>
        expected.Live.Concat(expected.Late).Select(file => (file.Id, file.Size))
            .Concat(expected.Restored.Select(id => (id, (long)BenchTenant.FileSize)));

    public async Task Api(CancellationToken cancel)
    {
        Report.Line("API");
        var trash = await api.Trash(cancel);
        var sweep = trash.Sweeps.Single();
        checks.Report(sweep is { State: "done", FinishedAt: not null, FilesFailed: 0 }, $"sweep: {sweep.State}, {sweep.FilesFailed} files failed");
        checks.Equal("files in Trash at the request", sweep.FilesTotal, expected.Purged.Count + expected.Restored.Count);
        checks.Equal("files purged, each counted once", sweep.FilesDone, expected.Purged.Count);
        checks.Equal("bytes purged", sweep.BytesDone, (long)expected.Purged.Count * BenchTenant.FileSize);
        checks.Equal("files in Trash now, all from after the request", trash.Files, expected.Late.Count);
        checks.Equal("their bytes", trash.Bytes, expected.Late.Sum(file => file.Size));
        checks.SameSet("Trash", (await api.FilesInTrash(cancel)).Select(file => file.Id), expected.Late.Select(file => file.Id));
        foreach (var file in expected.Late)
            await api.Status(HttpMethod.Post, $"api/v1/files/{file.Id}/restore", cancel);
        checks.Equal("files in Trash when those are taken back", (await api.Trash(cancel)).Files, 0);
        checks.Equal("quota: bytes used", (await api.Quota(cancel)).BytesUsed, Kept.Sum(file => file.Size));
        checks.SameSet("listing", (await api.Files(expected.Space, cancel)).Select(file => file.Id), Kept.Select(file => file.Id));

        var ofRestored = Convert.ToHexStringLower(SHA256.HashData(new byte[BenchTenant.FileSize]));
        var files = expected.Live.Concat(expected.Late).Select(file => (file.Id, file.Sha256)).Concat(expected.Restored.Select(id => (id, ofRestored))).ToList();
        var right = await Count(files, async (file, stop) => await api.DownloadedSha256(file.Item1, stop) == file.Item2, cancel);
        checks.Equal("kept files that download with their SHA-256", right, files.Count);
        var gone = await Count(expected.Purged, async (file, stop) =>
            await api.Status(HttpMethod.Get, $"api/v1/files/{file}", stop) == HttpStatusCode.NotFound, cancel);
        checks.Equal("purged ids that answer 404", gone, expected.Purged.Count);
        checks.SameSet("receipts of the sweep", await api.ReceiptsOf(sweep.Id, cancel), expected.Purged);
    }

    public async Task Storage(CancellationToken cancel)
    {
        Report.Line("Azurite");
        var blobs = await tenant.Blobs.GetBlobsAsync(BlobTraits.None, BlobStates.Snapshots | BlobStates.Uncommitted, prefix: null, cancel)
            .Select(blob => blob.Name).ToListAsync(cancel);
        checks.SameSet("blobs", blobs, Kept.Select(file => $"{tenant.Id}/{file.Id}"));
        checks.Equal("blobs, each once", blobs.Count, Kept.Count());
        var queues = new QueueServiceClient(place.Azurite.ConnectionString());
        foreach (var name in JobQueues.All)
        {
            var poison = queues.GetQueueClient(name + "-poison");
            var poisoned = await poison.ExistsAsync(cancel) ? (await poison.GetPropertiesAsync(cancel)).Value.ApproximateMessagesCount : 0;
            checks.Equal($"poisoned messages of queue {name}", poisoned, 0);
        }
    }

    /// <summary>The host has ended.</summary>
    public async Task Metadata(CancellationToken cancel)
    {
        Report.Line("SQLite");
        await using (var connection = new SqliteConnection($"Data Source={place.MetadataFile};Pooling=False"))
        {
            await connection.OpenAsync(cancel);
            checks.Report((await Column(connection, "PRAGMA integrity_check", cancel)).SequenceEqual(["ok"]), "integrity check");
            checks.SameSet("records of files", await Column(connection, "SELECT id FROM documents WHERE type = 'file'", cancel), Kept.Select(file => file.Id));
            checks.Equal("tombstones", await Number(connection, "SELECT count(*) FROM documents WHERE type = 'file' AND json ->> '$.status' = 'purging'", cancel), 0);
            // One that has ended stays while its URL is good, to erase what that may still bring.
            checks.Equal("unfinished uploads", await Number(connection, "SELECT count(*) FROM documents WHERE type = 'upload' AND json ->> '$.state' <> 'ended'", cancel), 0);
            checks.SameSet("receipts", await Column(connection, "SELECT id FROM documents WHERE type = 'receipt'", cancel), expected.Purged);
            foreach (var (usage, of) in new[] { ("usage", ""), ($"usage:{expected.Space}", $" AND json ->> '$.space_id' = '{expected.Space}'") })
            {
                var counted = await Column(connection, $"""
                    SELECT (json ->> '$.files') || ' files, ' || (json ->> '$.bytes_used') || ' bytes, in Trash '
                        || (json ->> '$.trash_files') || ', ' || (json ->> '$.trash_bytes') || ', reserved ' || (json ->> '$.bytes_reserved')
                    FROM documents WHERE type = 'usage' AND id = '{usage}'
                    """, cancel);
                var recounted = await Column(connection, $"""
                    SELECT count(*) || ' files, ' || sum(json ->> '$.size') || ' bytes, in Trash '
                        || count(json ->> '$.deleted_at') || ', ' || sum(iif(json ->> '$.deleted_at' IS NULL, 0, json ->> '$.size')) || ', reserved 0'
                    FROM documents WHERE type = 'file'{of}
                    """, cancel);
                checks.Report(counted.SequenceEqual(recounted), $"{(of == "" ? "usage of the tenant" : "usage of the space")}: {counted.Single()}; recounted: {recounted.Single()}");
            }
        }
        var log = tenant.Get<ReadLog>();
        var receipts = await tenant.Get<CheckReceipts>().Run(tenant.Id, cancel);
        checks.Equal("receipts that are not what the erasure log has", receipts.False.Count, 0);
        checks.Equal("receipts in the erasure log and on their way", receipts.Good + receipts.Waiting, expected.Purged.Count);
        checks.Report(await log.Size(cancel) <= expected.Purged.Count, $"leaves of the erasure log: {await log.Size(cancel):N0}, none of them for nothing");
    }

    /// <summary>What the host complained of in its lives: nothing here is wrong in itself.</summary>
    public void Log()
    {
        Report.Line("Log of the host");
        var lines = File.ReadAllLines(place.Output);
        var complaints = lines.Index()
            .Where(line => line.Item.StartsWith("warn:", StringComparison.Ordinal) || line.Item.StartsWith("fail:", StringComparison.Ordinal) || line.Item.StartsWith("crit:", StringComparison.Ordinal))
            .Select(line => $"{line.Item[..4]} {lines.ElementAtOrDefault(line.Index + 1)?.Trim()}");
        foreach (var group in complaints.GroupBy(text => text.Length > 60 ? text[..60] : text).OrderByDescending(group => group.Count()).Take(15))
            Report.Line($"  {group.Count(),5} {group.Key}");
        foreach (var line in lines.Where(line => line.StartsWith("azurite:", StringComparison.Ordinal)).Distinct().Take(10))
            Report.Line("        " + line);
    }

    private static async Task<int> Count<T>(IReadOnlyList<T> items, Func<T, CancellationToken, Task<bool>> holds, CancellationToken cancel)
    {
        var count = 0;
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = ParallelCalls, CancellationToken = cancel }, async (item, stop) =>
        {
            if (await holds(item, stop))
                Interlocked.Increment(ref count);
        });
        return count;
    }

#pragma warning disable CA2100 // The texts are the literals above, with ids of ours.
    private static async Task<List<string>> Column(SqliteConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var values = new List<string>();
        while (await reader.ReadAsync(cancel))
            values.Add(reader.GetString(0));
        return values;
    }

    private static async Task<long> Number(SqliteConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
#pragma warning restore CA2100
}
