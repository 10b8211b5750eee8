using System.Text.Json;
using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// The metadata store in Azure Cosmos DB: one container as <see cref="CosmosContainer"/> describes it, a client as
/// <see cref="CosmosConnection"/> opens it. Uses the stream API: it returns a status, so a missing document costs no
/// exception, and the envelope of a document stays in <see cref="CosmosDocument"/>.
/// </summary>
public sealed class CosmosMetadataStore(Container container) : IMetadataStore
{
    public async Task<T?> Read<T>(string partition, string id, CancellationToken cancel) where T : Document, IDocumentType
    {
        using var response = await container.ReadItemStreamAsync(id, new PartitionKey(partition), cancellationToken: cancel);
        if (CosmosResponse.IsMissingDocument(response))
            return null;
        CosmosResponse.ThrowUnlessSuccessful(response);
        using var json = await JsonDocument.ParseAsync(response.Content, cancellationToken: cancel);
        return CosmosDocument.IsOfType(json.RootElement, T.Type) ? CosmosDocument.Read<T>(json.RootElement) : null;
    }

    public async Task<Page<T>> Query<T>(string? partition, Query<T> query, CancellationToken cancel) where T : Document, IDocumentType
    {
        var asked = CosmosQuery.Translate(partition, T.Type, query.Shape, query.After, query.Limit);
        var items = new List<T>();
        Keyset? next = null;
        await foreach (var row in container.Rows(asked, partition, query.Limit, cancel))
        {
            items.Add(CosmosDocument.Read<T>(row));
            if (items.Count < query.Limit)
                continue;
            next = new([.. query.Shape.OrderBy.Select(field => CosmosDocument.Text(row, field))]);
            break;
        }
        return new(items, next);
    }

    public async Task<CommitResult> Commit(string partition, IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfZero(changes.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(changes.Sum(change => change.Operations), IMetadataStore.MaxOperations, nameof(changes));
        var commit = new CosmosCommit(container, partition, changes);
        var result = await commit.Execute(cancel);
        return result.Succeeded ? result : await new CosmosOwnWrite(container, partition, commit.Marker).Recognise(changes, cancel) ?? result;
    }
}
