using FluidCloud.Core.Metadata;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// The composite indexes, derived from <see cref="MetadataIndexes"/>, and the ORDER BY that each serves. An ORDER BY of
/// several fields needs a composite index of exactly these, and fields that the filter holds equal may lead both, which
/// turns the query into one walk along the index: https://learn.microsoft.com/azure/cosmos-db/index-policy#composite-indexes
/// The partition leads, because tenants share the index of a physical partition.
/// </summary>
internal static class CosmosIndexes
{
    public static IReadOnlyList<IReadOnlyList<string>> All { get; } =
    [
        .. MetadataIndexes.InPartition.Select(fields => Led(fields, inPartition: true)),
        .. MetadataIndexes.AcrossPartitions.Select(fields => Led(fields, inPartition: false)),
    ];

    /// <summary>The ORDER BY that makes the service walk the index of the query. The leading fields are equal in all its rows.</summary>
    public static IReadOnlyList<string> OrderFor(QueryShape shape, bool inPartition) =>
        Led(MetadataIndexes.Serving(shape, inPartition), inPartition);

    private static IReadOnlyList<string> Led(IReadOnlyList<string> fields, bool inPartition) =>
        inPartition ? [CosmosDocument.Partition, CosmosDocument.Type, .. fields] : [CosmosDocument.Type, .. fields];
}
