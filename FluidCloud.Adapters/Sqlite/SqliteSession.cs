using Microsoft.Data.Sqlite;

namespace FluidCloud.Adapters.Sqlite;

/// <summary>
/// A connection that caches its compiled statements, because compiling takes longer than running. The product has few
/// statement texts; values are parameters. Not thread-safe.
/// </summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> compiled = [];

    public SqliteSession(string connectionString)
    {
        Connection = new(connectionString);
        Connection.Open();
    }

    public SqliteConnection Connection { get; }

    /// <summary>The cached statement with these parameters. Execute it once before the next call.</summary>
    public SqliteCommand Command(string sql, IEnumerable<(string Name, object Value)> parameters, SqliteTransaction? transaction = null)
    {
        if (!compiled.TryGetValue(sql, out var command))
        {
            command = compiled[sql] = Connection.CreateCommand();
            // Every name in the texts is the product's own.
#pragma warning disable CA2100
            command.CommandText = sql;
#pragma warning restore CA2100
        }
        command.Transaction = transaction;
        command.Parameters.Clear();
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    public void Dispose()
    {
        foreach (var command in compiled.Values)
            command.Dispose();
        Connection.Dispose();
    }
}
