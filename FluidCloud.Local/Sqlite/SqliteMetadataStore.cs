using System.Text.Json;
using FluidCloud.Core.Metadata;
using Microsoft.Data.Sqlite;

namespace FluidCloud.Local.Sqlite;

/// <summary>
/// The metadata store of one machine: one table of JSON documents in one SQLite file. Readers work beside the one
/// writer (WAL); another process, such as the command line, may write too and waits its turn.
/// </summary>
public sealed class SqliteMetadataStore : IMetadataStore, IDisposable
{
    private readonly string connectionString;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly SqliteConnection writer;

    public SqliteMetadataStore(string path)
    {
        connectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        writer = Open();
        SqliteSchema.Apply(writer);
    }

    public void Dispose()
    {
        writer.Dispose();
        writing.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(connectionString));
    }

    public Task<T?> Read<T>(string partition, string id, CancellationToken cancel) where T : Document, IDocumentType
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT json, etag FROM documents WHERE partition = $partition AND id = $id AND type = $type";
        command.Parameters.AddWithValue("$partition", partition);
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$type", T.Type);
        using var reader = command.ExecuteReader();
        return Task.FromResult(reader.Read() ? Parse<T>(reader.GetString(0), reader.GetString(1)) : null);
    }

    public Task<Page<T>> Query<T>(string? partition, Query<T> query, CancellationToken cancel) where T : Document, IDocumentType
    {
        using var connection = Open();
        using var command = SqliteQuery.Translate(connection, partition, T.Type, query.Shape, query.After, query.Limit);
        using var reader = command.ExecuteReader();
        var items = new List<T>();
        Keyset? last = null;
        while (reader.Read())
        {
            cancel.ThrowIfCancellationRequested();
            items.Add(Parse<T>(reader.GetString(0), reader.GetString(1)));
            if (items.Count == query.Limit)
                last = new([.. Enumerable.Range(2, reader.FieldCount - 2).Select(reader.GetString)]);
        }
        return Task.FromResult(new Page<T>(items, last));
    }

    public async Task<CommitResult> Commit(string partition, IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfZero(changes.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(changes.Sum(change => change.Operations), IMetadataStore.MaxOperations, nameof(changes));
        await writing.WaitAsync(cancel);
        try
        {
            using var transaction = writer.BeginTransaction(deferred: false);
            var commit = new SqliteCommit(transaction, partition);
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
        finally
        {
            writing.Release();
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    private static T Parse<T>(string json, string etag) where T : Document =>
        JsonSerializer.Deserialize<T>(json, MetadataJson.Options)! with { ETag = etag };
}
