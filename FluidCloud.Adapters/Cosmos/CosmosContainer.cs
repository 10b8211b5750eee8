using System.Collections.ObjectModel;
using System.Net;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>The definition of the container that holds all metadata, used by infra and the local host.</summary>
public static class CosmosContainer
{
    public const string PartitionKeyPath = "/" + CosmosDocument.Partition;

    public static ContainerProperties Describe(string name) => new(name, PartitionKeyPath)
    {
        // Version 2 distinguishes keys beyond their first 101 bytes.
        PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2,
        // On, with nothing expiring by default: a document expires when it has a field `ttl`.
        // https://learn.microsoft.com/azure/cosmos-db/nosql/time-to-live
        DefaultTimeToLive = -1,
        IndexingPolicy = Indexing(),
    };

    /// <summary>
    /// Creates the database and the container when missing, and updates the indexes of an existing container. Needs an
    /// account key, because an Entra ID token can't manage containers; in Azure, infra does this.
    /// </summary>
    public static async Task CreateIfMissing(Container container, CancellationToken cancel)
    {
        var wanted = Describe(container.Id);
        await container.Database.Client.CreateDatabaseIfNotExistsAsync(container.Database.Id, cancellationToken: cancel);
        var found = await container.Database.CreateContainerIfNotExistsAsync(wanted, cancellationToken: cancel);
        if (found.StatusCode == HttpStatusCode.OK && !Composites(found.Resource).SetEquals(Composites(wanted)))
            await container.ReplaceContainerAsync(wanted, cancellationToken: cancel);
    }

    private static IndexingPolicy Indexing()
    {
        var policy = new IndexingPolicy { IncludedPaths = { new() { Path = "/*" } } };
        foreach (var path in new[] { CosmosDocument.WrittenBy, CosmosDocument.PatchedBy })
            policy.ExcludedPaths.Add(new() { Path = $"/{path}/?" });
        foreach (var fields in CosmosIndexes.All)
            policy.CompositeIndexes.Add(new Collection<CompositePath>([.. fields.Select(Path)]));
        return policy;

        // One direction serves both: an index is read backwards when every field of the ORDER BY is turned around.
        static CompositePath Path(string field) => new() { Path = "/" + field, Order = CompositePathSortOrder.Ascending };
    }

    private static HashSet<string> Composites(ContainerProperties container) =>
        [.. container.IndexingPolicy.CompositeIndexes.Select(index => string.Join(" ", index.Select(path => $"{path.Path} {path.Order}")))];
}
