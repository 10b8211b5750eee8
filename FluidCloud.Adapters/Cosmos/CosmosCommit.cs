using System.Net;
using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// A commit as one transactional batch, even for a single change, so that all commits fail in the same way. A batch applies
/// its operations in order, all or none; on failure the faulty operation has its own status and the others 424:
/// https://learn.microsoft.com/azure/cosmos-db/nosql/transactional-batch
/// </summary>
internal sealed class CosmosCommit(Container container, string partition, IReadOnlyList<Change> changes)
{
    // The documents are not needed in the response.
    private const bool ContentBack = false;

    /// <summary>Identifies the writes of this commit, see <see cref="CosmosOwnWrite"/>.</summary>
    public string Marker { get; } = Guid.NewGuid().ToString("N");

    public async Task<CommitResult> Execute(CancellationToken cancel)
    {
        var batch = container.CreateTransactionalBatch(new PartitionKey(partition));
        // The change of each operation, by index, because a patch may take several operations.
        var changeOf = new List<int>();
        for (var index = 0; index < changes.Count; index++)
            changeOf.AddRange(Enumerable.Repeat(index, Add(batch, changes[index])));

        using var response = await batch.ExecuteAsync(cancel);
        // A failed batch returns 207, which counts as success. The client replaces it with the failing status, but do not
        // rely on it.
        var applied = response.IsSuccessStatusCode && response.All(result => result.IsSuccessStatusCode);
        return applied ? Applied(response, changeOf) : Failed(response, changeOf);
    }

    /// <returns>The number of operations added.</returns>
    private int Add(TransactionalBatch batch, Change change)
    {
        switch (change)
        {
            case CreateChange create:
                batch.CreateItemStream(Content(create.Type, create.Document), new() { EnableContentResponseOnWrite = ContentBack });
                return 1;
            case ReplaceChange replace:
                batch.ReplaceItemStream(replace.Id, Content(replace.Type, replace.Document), Guard(replace.Document.ETag));
                return 1;
            case DeleteChange delete:
                batch.DeleteItem(delete.Id, Guard(delete.ETag));
                return 1;
            case PatchChange patch:
                var steps = CosmosPatch.Steps(patch, Marker);
                foreach (var (operations, condition) in steps)
                    batch.PatchItem(patch.Id, operations, new() { FilterPredicate = condition, EnableContentResponseOnWrite = ContentBack });
                return steps.Count;
            default:
                throw new ArgumentException($"Unknown change {change.GetType().Name}.", nameof(change));
        }
    }

    private MemoryStream Content(string type, Document document) => CosmosDocument.Write(partition, type, Marker, document);

    private static TransactionalBatchItemRequestOptions Guard(string etag) => new()
    {
        IfMatchEtag = etag.Length == 0 ? CosmosDocument.NoVersion : etag,
        EnableContentResponseOnWrite = ContentBack,
    };

    private CommitResult Applied(TransactionalBatchResponse response, List<int> changeOf)
    {
        var etags = new string?[changes.Count];
        for (var operation = 0; operation < changeOf.Count; operation++)
            etags[changeOf[operation]] = changes[changeOf[operation]] is DeleteChange ? null : response[operation].ETag;
        return CommitResult.Applied(etags);
    }

    private CommitResult Failed(TransactionalBatchResponse response, List<int> changeOf)
    {
        for (var operation = 0; operation < response.Count && operation < changeOf.Count; operation++)
        {
            if (response[operation].StatusCode == HttpStatusCode.FailedDependency)
                continue;
            var index = changeOf[operation];
            return Reason(changes[index], response[operation].StatusCode, response.Headers) is { } reason
                ? CommitResult.Failed(index, changes[index], reason)
                : throw CosmosResponse.Failure(response);
        }
        throw CosmosResponse.Failure(response);
    }

    /// <returns>null when the status is not a conflict but a failure.</returns>
    private static ConflictReason? Reason(Change change, HttpStatusCode status, Headers headers) => (change, status) switch
    {
        (CreateChange, HttpStatusCode.Conflict) => ConflictReason.Exists,
        (PatchChange, HttpStatusCode.PreconditionFailed) => ConflictReason.ConditionFailed,
        (ReplaceChange or DeleteChange, HttpStatusCode.PreconditionFailed) => ConflictReason.Changed,
        (not CreateChange, _) when CosmosResponse.IsMissingDocument(status, headers) => ConflictReason.Missing,
        _ => null,
    };
}
