using System.Text.Json;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Adapters.Sqlite;

/// <summary>A query's shape as SQL, the same text for every set of values. The row is: json, etag, then the ORDER BY fields.</summary>
internal static class SqliteQuery
{
    public static (string Sql, IReadOnlyList<(string Name, object Value)> Parameters) Translate(
        string? partition, string type, QueryShape shape, Keyset? after, int limit)
    {
        // SQLite would sort without an index; Cosmos DB refuses, so this store throws too.
        var index = MetadataIndexes.Serving(shape, inPartition: partition is not null);
        var parameters = new List<(string Name, object Value)>();
        var conditions = new List<string> { "type = " + Parameter(type) };
        if (partition is not null)
            conditions.Add("partition = " + Parameter(partition));
        foreach (var (field, value) in shape.Equal)
            conditions.Add(value is null ? $"{SqliteSchema.Column(field)} IS NULL" : $"{SqliteSchema.Column(field)} = {Parameter(value)}");
        if (shape.In is { } membership)
            conditions.Add($"{SqliteSchema.Column(membership.Field)} IN (SELECT value FROM json_each({Parameter(JsonSerializer.Serialize(membership.Values))}))");
        foreach (var (field, value) in shape.Contains)
            conditions.Add($"EXISTS (SELECT 1 FROM json_each(documents.json, '$.{field}') WHERE value = {Parameter(value)})");
        if (shape.TextContains is { } part)
            conditions.Add($"instr({SqliteSchema.Column(part.Field)}, {Parameter(part.Value)}) > 0");
        if (shape.UpTo is { } range)
            conditions.Add($"{SqliteSchema.Column(range.Field)} <= {Parameter(range.Value)}");
        var order = shape.OrderBy.Select(SqliteSchema.Column).ToList();
        // What a query orders by is never null. An index that leaves nulls out serves only who says so, and of an id
        // SQLite drops IS NOT NULL as always true. With a keyset no second lower bound: SQLite might start from that one.
        conditions.Add(after is null ? $"{order[0]} >= ''" : $"{order[0]} IS NOT NULL");
        if (after is not null)
        {
            var values = string.Join(", ", after.Values.Select(Parameter));
            conditions.Add($"({string.Join(", ", order)}) {(shape.Descending ? "<" : ">")} ({values})");
        }
        var direction = shape.Descending ? " DESC" : "";
        // Forces the index. Otherwise SQLite may scan the whole partition by the primary key, which has the same order.
        return ($"""
            SELECT json, etag, {string.Join(", ", order)} FROM documents INDEXED BY {SqliteSchema.IndexName(index, inPartition: partition is not null)}
            WHERE {string.Join(" AND ", conditions)}
            ORDER BY {string.Join(", ", order.Select(column => column + direction))}
            LIMIT {Parameter(limit)}
            """, parameters);

        string Parameter(object value)
        {
            var name = "$p" + parameters.Count;
            parameters.Add((name, value));
            return name;
        }
    }
}
