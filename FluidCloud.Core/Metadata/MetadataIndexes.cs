namespace FluidCloud.Core.Metadata;

/// <summary>
/// The indexes that serve the queries, defined once for every store. An index serves a query that orders by its last fields
/// and filters the fields before them by equality.
/// </summary>
public static class MetadataIndexes
{
    /// <summary>Within a partition and type.</summary>
    public static readonly IReadOnlyList<IReadOnlyList<string>> InPartition =
    [
        ["id"],
        ["listing", "original_name", "id"],
        ["listing", "created_at", "id"],
        ["listing", "size_text", "id"],
        ["live_space", "original_name", "id"],
        ["live_space", "created_at", "id"],
        ["live_key", "created_at", "id"],
        ["deleted_at", "id"],
        ["space_id", "deleted_at", "id"],
        ["created_at", "id"],
        ["file_id", "created_at", "id"],
        ["sweep_id", "id"],
        ["log_place", "id"],
    ];

    /// <summary>Within a type, across all partitions: for maintenance.</summary>
    public static readonly IReadOnlyList<IReadOnlyList<string>> AcrossPartitions = [["due_at", "id"], ["pending_since", "id"]];

    /// <summary>The longest index that serves the query.</summary>
    /// <exception cref="InvalidOperationException">No index serves the query: a bug, the same with every store.</exception>
    public static IReadOnlyList<string> Serving(QueryShape shape, bool inPartition)
    {
        var equal = shape.Equal.Select(filter => filter.Field).ToHashSet();
        return (inPartition ? InPartition : AcrossPartitions)
            .Where(index => index.TakeLast(shape.OrderBy.Count).SequenceEqual(shape.OrderBy))
            .Where(index => index.SkipLast(shape.OrderBy.Count).All(equal.Contains))
            .MaxBy(index => index.Count)
            ?? throw new InvalidOperationException($"No index orders by {string.Join(", ", shape.OrderBy)} under equal {string.Join(", ", equal)}.");
    }
}
