namespace FluidCloud.Core.Metadata;

/// <summary>
/// Stores the metadata: what exists, who owns it and in which state it is. The bytes are in <see cref="Blobs.IBlobStore"/>.
/// The port offers only what Azure Cosmos DB offers: a commit changes one partition atomically, reads name their partition,
/// and there are no counts or joins.
/// </summary>
/// <remarks>
/// <para>Lost responses: a call that throws may have taken effect, and an adapter may retry a commit by itself. A commit that
/// must not happen twice therefore contains a <see cref="Change.Create{T}"/>, a <see cref="Change.Replace{T}"/> or
/// <see cref="Change.Delete"/> guarded by its ETag, or a patch conditional on a field that it sets to a new unique value.
/// Applied again it fails as a whole, and the caller reads what happened.</para>
/// <para>A field that a query filters or orders by must be in every document of its type; a new one needs a backfill.
/// Numbers are exact up to 2^53.</para>
/// </remarks>
public interface IMetadataStore
{
    /// <summary>The maximum sum of <see cref="Change.Operations"/> in one commit.</summary>
    const int MaxOperations = 100;

    /// <returns>null when the partition has no document of that id and type.</returns>
    Task<T?> Read<T>(string partition, string id, CancellationToken cancel) where T : Document, IDocumentType;

    /// <summary>One page of the documents of type <typeparamref name="T"/> that match, in the order of the query.</summary>
    /// <param name="partition">
    /// null queries every partition. For maintenance only: it costs a call per physical partition. Ids are not unique across
    /// partitions, so a page may skip a document until the next run. The documents must hold what identifies their
    /// partition.
    /// </param>
    Task<Page<T>> Query<T>(string? partition, Query<T> query, CancellationToken cancel) where T : Document, IDocumentType;

    /// <summary>Applies all changes or none.</summary>
    /// <param name="changes">At least one, in the order in which they are applied.</param>
    /// <exception cref="ArgumentOutOfRangeException">No change, or more than <see cref="MaxOperations"/>.</exception>
    Task<CommitResult> Commit(string partition, IReadOnlyList<Change> changes, CancellationToken cancel);
}
