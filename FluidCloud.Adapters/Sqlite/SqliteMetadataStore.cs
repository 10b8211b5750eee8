using System.Collections.Concurrent;
using System.Text.Json;
using FluidCloud.Core;
using FluidCloud.Core.Metadata;
using Microsoft.Data.Sqlite;

namespace FluidCloud.Adapters.Sqlite;

/// <summary>
/// The metadata store of one machine: one table of JSON documents in one SQLite file. Readers run concurrently with the one
/// writer (WAL). Another process, such as the command line, may write too; writers take turns.
/// </summary>
public sealed class SqliteMetadataStore : IMetadataStore, IDisposable
{
    // Result codes of SQLite (https://sqlite.org/rescode.html).
    private const int Permission = 3;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FullPause = TimeSpan.FromSeconds(30);

    private readonly string connectionString;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly SqliteSession writer;
    private readonly ConcurrentBag<SqliteSession> idleReaders = [];

    /// <param name="path">The file; created when missing.</param>
    /// <exception cref="MetadataFileException">
    /// The file is damaged, has another format version, or is not writable.
    /// </exception>
    public SqliteMetadataStore(string path)
    {
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        writer = Open(path);
    }

    /// <summary>When nobody uses it any more.</summary>
    public void Dispose()
    {
        foreach (var reader in idleReaders)
            reader.Dispose();
        writer.Dispose();
        writing.Dispose();
    }

    public Task<T?> Read<T>(string partition, string id, CancellationToken cancel) where T : Document, IDocumentType
    {
        T? found = null;
        Read("SELECT json, etag FROM documents WHERE partition = $partition AND id = $id AND type = $type",
            [("$partition", partition), ("$id", id), ("$type", T.Type)], row => found = Parse<T>(row.GetString(0), row.GetString(1)));
        return Task.FromResult(found);
    }

    public Task<Page<T>> Query<T>(string? partition, Query<T> query, CancellationToken cancel) where T : Document, IDocumentType
    {
        var (sql, parameters) = SqliteQuery.Translate(partition, T.Type, query.Shape, query.After, query.Limit);
        var items = new List<T>();
        Keyset? last = null;
        Read(sql, parameters, row =>
        {
            cancel.ThrowIfCancellationRequested();
            items.Add(Parse<T>(row.GetString(0), row.GetString(1)));
            if (items.Count == query.Limit)
                last = new([.. Enumerable.Range(2, row.FieldCount - 2).Select(row.GetString)]);
        });
        return Task.FromResult(new Page<T>(items, last));
    }

    public async Task<CommitResult> Commit(string partition, IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfZero(changes.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(changes.Sum(change => change.Operations), IMetadataStore.MaxOperations, nameof(changes));
        await writing.WaitAsync(cancel);
        try
        {
            using var transaction = writer.Connection.BeginTransaction(deferred: false);
            var commit = new SqliteCommit(writer, transaction, partition);
            var etags = new List<string?>(changes.Count);
            for (var index = 0; index < changes.Count; index++)
            {
                var outcome = commit.Apply(changes[index]);
                if (outcome.Conflict is { } reason)
                    return CommitResult.Failed(index, changes[index], reason);
                etags.Add(outcome.ETag);
            }
            transaction.Commit();
            return CommitResult.Applied(etags);
        }
        catch (SqliteException e) when (IsBusy(e))
        {
            throw new StoreBusyException("metadata store", Pause, e);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Full)
        {
            throw new StoreBusyException("metadata store", FullPause, e, "has no space left on its disk");
        }
        finally
        {
            writing.Release();
        }
    }

    private SqliteSession Open(string path)
    {
        SqliteSession? session = null;
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            session = new(connectionString);
            SqliteSchema.Apply(session.Connection);
            return session;
        }
        catch (Exception e)
        {
            session?.Dispose();
            throw e switch
            {
                SqliteException { SqliteErrorCode: NotADatabase or Corrupt } => new MetadataFileException(
                    $"The metadata file {path} is damaged or no SQLite database: restore a copy of it, or start over with another file.", e),
                SqliteException { SqliteErrorCode: ReadOnly or CannotOpen or Permission } or UnauthorizedAccessException or IOException =>
                    new MetadataFileException($"The metadata file {path} can't be opened for writing: {e.Message}", e),
                SqliteException { SqliteErrorCode: Full } => new MetadataFileException($"There is no space left for the metadata file {path}.", e),
                _ => e,
            };
        }
    }

    private void Read(string sql, IEnumerable<(string Name, object Value)> parameters, Action<SqliteDataReader> take)
    {
        var session = idleReaders.TryTake(out var idle) ? idle : new(connectionString);
        try
        {
            using var rows = session.Command(sql, parameters).ExecuteReader();
            while (rows.Read())
                take(rows);
        }
        catch (SqliteException e) when (IsBusy(e))
        {
            throw new StoreBusyException("metadata store", Pause, e);
        }
        finally
        {
            idleReaders.Add(session);
        }
    }

    /// <summary>SQLITE_BUSY and SQLITE_LOCKED: another process has written for longer than the driver waits, 30 s.</summary>
    private static bool IsBusy(SqliteException e) => e.SqliteErrorCode is 5 or 6;

    private static T Parse<T>(string json, string etag) where T : Document =>
        JsonSerializer.Deserialize<T>(json, MetadataJson.Options)! with { ETag = etag };
}
