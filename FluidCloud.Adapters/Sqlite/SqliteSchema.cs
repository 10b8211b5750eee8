using FluidCloud.Core.Metadata;
using Microsoft.Data.Sqlite;

namespace FluidCloud.Adapters.Sqlite;

/// <summary>One table; a generated column for each field that a query orders by or is found by.</summary>
internal static class SqliteSchema
{
    private static readonly IReadOnlyList<string> IndexedFields =
        [.. MetadataIndexes.InPartition.Concat(MetadataIndexes.AcrossPartitions).SelectMany(fields => fields).Where(field => field != "id").Distinct()];

    /// <summary>
    /// The format of the documents (PRAGMA user_version). It increases when older documents can no longer be read; a new
    /// field or index does not change it.
    /// </summary>
    private const long Version = 1;

    /// <exception cref="MetadataFileException">The file has another format version.</exception>
    public static void Apply(SqliteConnection connection)
    {
        RequireVersion(connection);
        // FULL: a commit that was answered survives a power cut, which the order of a purge relies on.
        // The log is carried over to the file every 64 MB: writers wait for it, and the same pages change again and again.
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16000;");
        using var transaction = connection.BeginTransaction();
        Execute(connection, """
            CREATE TABLE IF NOT EXISTS documents (
                partition TEXT NOT NULL,
                id TEXT NOT NULL,
                type TEXT NOT NULL,
                etag TEXT NOT NULL,
                json TEXT NOT NULL,
                PRIMARY KEY (partition, id)
            ) WITHOUT ROWID;
            """);
        // A file of an earlier version lacks the columns of what is new. Computed when they are read, they cost nothing to add.
        foreach (var field in IndexedFields.Except(Columns(connection)))
            Execute(connection, $"ALTER TABLE documents ADD COLUMN {field} TEXT GENERATED ALWAYS AS (json ->> '$.{field}') VIRTUAL;");
        foreach (var fields in MetadataIndexes.InPartition)
            Index(fields, inPartition: true);
        foreach (var fields in MetadataIndexes.AcrossPartitions)
            Index(fields, inPartition: false);
        Execute(connection, $"PRAGMA user_version = {Version};");
        transaction.Commit();

        void Index(IReadOnlyList<string> fields, bool inPartition) => Execute(connection, $"""
            CREATE INDEX IF NOT EXISTS {IndexName(fields, inPartition)}
            ON documents ({string.Join(", ", Columns(fields, inPartition))}) WHERE {fields[0]} IS NOT NULL;
            """);
    }

    private static void RequireVersion(SqliteConnection connection)
    {
        var found = Number(connection, "PRAGMA user_version;");
        var isNew = Number(connection, "SELECT count(*) FROM sqlite_master;") == 0;
        if (!isNew && found != Version)
        {
            throw new MetadataFileException(
                $"The metadata file {connection.DataSource} has format {found}, and this FluidCloud reads format {Version}: "
                + (found > Version ? "use a newer FluidCloud." : "use the FluidCloud that wrote it, or start over with another file."));
        }
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are those above.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }

    public static string IndexName(IReadOnlyList<string> fields, bool inPartition) => "by_" + string.Join("_", Columns(fields, inPartition));

    /// <summary>The SQL that names a field: its column where there is one.</summary>
    public static string Column(string field) =>
        field == "id" || IndexedFields.Contains(field) ? field : $"json ->> '$.{field}'";

    private static IReadOnlyList<string> Columns(IReadOnlyList<string> fields, bool inPartition) =>
        inPartition ? ["type", "partition", .. fields] : ["type", .. fields];

    private static List<string> Columns(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_xinfo('documents')"; // Not table_info: it leaves out what is generated.
        using var rows = command.ExecuteReader();
        var names = new List<string>();
        while (rows.Read())
            names.Add(rows.GetString(0));
        return names;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
