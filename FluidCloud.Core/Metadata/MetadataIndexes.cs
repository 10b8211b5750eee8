namespace FluidCloud.Core.Metadata;

/// <summary>The indexes behind the queries, described once for every store: field names, within a partition and type.</summary>
public static class MetadataIndexes
{
    public static readonly IReadOnlyList<IReadOnlyList<string>> All =
    [
        ["listing", "original_name", "id"],
        ["live_key", "created_at", "id"],
        ["deleted_at", "id"],
        ["space_id", "deleted_at", "id"],
        ["created_at", "id"],
        ["due_at", "id"],
    ];
}
