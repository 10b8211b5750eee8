using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Adapters.Azure;

/// <summary>
/// The composite indexes, derived from <see cref="MetadataIndexes"/>, and the ORDER BY that each serves. An ORDER BY of
/// several fields needs a composite index of exactly these, and fields that the filter holds equal may lead both, which
/// turns the query into one walk along the index: https://learn.microsoft.com/azure/cosmos-db/index-policy#composite-indexes
/// The partition leads, because tenants share the index of a physical partition.
/// </summary>
internal static class CosmosIndexes
{
    private static readonly IReadOnlyList<IReadOnlyList<string>> InPartition =
        [.. MetadataIndexes.All.Append(["id"]).Select(fields => (IReadOnlyList<string>)[CosmosDocument.Partition, CosmosDocument.Type, .. fields])];

    // Each index makes every write dearer, and only maintenance asks all partitions.
    private static readonly IReadOnlyList<IReadOnlyList<string>> AcrossPartitions =
        [[CosmosDocument.Type, "due_at", "id"], [CosmosDocument.Type, "id"]];

    public static IReadOnlyList<IReadOnlyList<string>> All { get; } = [.. InPartition, .. AcrossPartitions];

    /// <summary>The ORDER BY of the longest index that serves the query. The leading fields are equal in all its rows.</summary>
    public static IReadOnlyList<string> OrderFor(QueryShape shape, bool inPartition)
    {
        HashSet<string> equal = [CosmosDocument.Partition, CosmosDocument.Type, .. shape.Equal.Select(filter => filter.Field)];
        return (inPartition ? InPartition : AcrossPartitions)
            .Where(index => index.TakeLast(shape.OrderBy.Count).SequenceEqual(shape.OrderBy))
            .Where(index => index.SkipLast(shape.OrderBy.Count).All(equal.Contains))
            .MaxBy(index => index.Count)
            // The service would refuse it too, but only in Azure.
            ?? throw new InvalidOperationException($"No index orders by {string.Join(", ", shape.OrderBy)} under equal {string.Join(", ", equal)}.");
    }
}
