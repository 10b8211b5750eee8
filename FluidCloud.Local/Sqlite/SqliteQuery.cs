using FluidCloud.Core.Metadata;
using Microsoft.Data.Sqlite;

namespace FluidCloud.Local.Sqlite;

/// <summary>A query's shape as SQL. The row is: json, etag, then the ORDER BY fields.</summary>
internal static class SqliteQuery
{
    public static SqliteCommand Translate(
        SqliteConnection connection, string? partition, string type, QueryShape shape, Keyset? after, int limit)
    {
        // SQLite would sort without one; the other store refuses, so this one does.
        _ = MetadataIndexes.Serving(shape, inPartition: partition is not null);
        var command = connection.CreateCommand();
        var conditions = new List<string> { "type = " + Parameter(type) };
        if (partition is not null)
            conditions.Add("partition = " + Parameter(partition));
        foreach (var (field, value) in shape.Equal)
            conditions.Add(value is null ? $"{SqliteSchema.Column(field)} IS NULL" : $"{SqliteSchema.Column(field)} = {Parameter(value)}");
        if (shape.In is { } membership)
            conditions.Add($"{SqliteSchema.Column(membership.Field)} IN ({string.Join(", ", membership.Values.Select(Parameter))})");
        if (shape.UpTo is { } range)
            conditions.Add($"{SqliteSchema.Column(range.Field)} <= {Parameter(range.Value)}");
        var order = shape.OrderBy.Select(SqliteSchema.Column).ToList();
        if (after is not null)
        {
            var values = string.Join(", ", after.Values.Select(Parameter));
            conditions.Add($"({string.Join(", ", order)}) {(shape.Descending ? "<" : ">")} ({values})");
        }
        var direction = shape.Descending ? " DESC" : "";
        // Every name in this text is the product's own; every value is a parameter.
#pragma warning disable CA2100
        command.CommandText = $"""
            SELECT json, etag, {string.Join(", ", order)} FROM documents
            WHERE {string.Join(" AND ", conditions)}
            ORDER BY {string.Join(", ", order.Select(column => column + direction))}
            LIMIT {Parameter(limit)}
            """;
#pragma warning restore CA2100
        return command;

        string Parameter(object value)
        {
            var name = "$p" + command.Parameters.Count;
            command.Parameters.AddWithValue(name, value);
            return name;
        }
    }
}
