using System.Globalization;
using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// Translates a query's shape to Cosmos DB SQL. Names in the text are the product's own; every value is a parameter.
/// </summary>
internal sealed class CosmosQuery
{
    private readonly List<string> conditions = [];
    private readonly List<object> parameters = [];

    private CosmosQuery() { }

    /// <param name="top">The maximum number of rows.</param>
    public static QueryDefinition Translate(string? partition, string type, QueryShape shape, Keyset? after, int top)
    {
        var query = new CosmosQuery();
        query.Filter(partition, type, shape);
        if (after is not null)
            query.conditions.Add(query.Behind(shape.OrderBy, after.Values, shape.Descending ? "<" : ">"));
        return query.Define(top, CosmosIndexes.OrderFor(shape, inPartition: partition is not null), shape.Descending);
    }

    public static QueryDefinition ById(string partition, IReadOnlyList<string> ids)
    {
        var query = new CosmosQuery();
        query.Equal(CosmosDocument.Partition, partition);
        query.In("id", ids);
        return query.Define(ids.Count, [], descending: false);
    }

    /// <summary>A field in brackets, because its name may be a keyword.</summary>
    public static string Field(string name) => $"c[\"{name}\"]";

    private void Filter(string? partition, string type, QueryShape shape)
    {
        if (partition is not null)
            Equal(CosmosDocument.Partition, partition);
        Equal(CosmosDocument.Type, type);
        foreach (var (field, value) in shape.Equal)
            Equal(field, value);
        if (shape.In is { } membership)
            In(membership.Field, membership.Values);
        foreach (var (field, value) in shape.Contains)
            conditions.Add($"ARRAY_CONTAINS({Field(field)}, {Parameter(value)})");
        if (shape.TextContains is { } part)
            conditions.Add($"CONTAINS({Field(part.Field)}, {Parameter(part.Value)})");
        // A comparison with null is undefined, so nulls do not match.
        if (shape.UpTo is { } range)
            conditions.Add($"{Field(range.Field)} <= {Parameter(range.Value)}");
    }

    private void Equal(string field, string? value) =>
        conditions.Add($"{Field(field)} = {(value is null ? "null" : Parameter(value))}");

    private void In(string field, IReadOnlyList<string> values) =>
        conditions.Add(values.Count == 0 ? "false" : $"{Field(field)} IN ({string.Join(", ", values.Select(Parameter))})");

    /// <summary>There is no comparison of rows, so (a, b) > (x, y) is: a >= x AND (a > x OR b > y).</summary>
    private string Behind(IReadOnlyList<string> fields, IReadOnlyList<string> values, string than)
    {
        var value = Parameter(values[0]);
        var first = $"{Field(fields[0])} {than} {value}";
        return fields.Count == 1
            ? first
            : $"({Field(fields[0])} {than}= {value} AND ({first} OR {Behind([.. fields.Skip(1)], [.. values.Skip(1)], than)}))";
    }

    private string Parameter(object value)
    {
        parameters.Add(value);
        return $"@p{parameters.Count - 1}";
    }

    /// <remarks>
    /// TOP, besides the page size, tells the service that nothing follows. When a response announces more, the client may
    /// discard it, fetch a query plan and start over.
    /// </remarks>
    private QueryDefinition Define(int top, IReadOnlyList<string> order, bool descending)
    {
        var direction = descending ? " DESC" : " ASC";
        var text = $"SELECT TOP {top.ToString(CultureInfo.InvariantCulture)} * FROM c WHERE {string.Join(" AND ", conditions)}"
            + (order.Count == 0 ? "" : $" ORDER BY {string.Join(", ", order.Select(field => Field(field) + direction))}");
        var query = new QueryDefinition(text);
        for (var index = 0; index < parameters.Count; index++)
            query.WithParameter($"@p{index}", parameters[index]);
        return query;
    }
}
