namespace FluidCloud.Core.Metadata;

/// <summary>
/// The metadata: what exists, who owns it and in which state it is. The bytes are elsewhere (<see cref="Blobs.IBlobStore"/>).
/// The port offers what Azure Cosmos DB offers and no more: a partition is the unit of atomic change, reads name
/// their partition, and nothing is counted or joined.
/// </summary>
/// <remarks>
/// <para>Lost answers: a call that throws may have taken effect, and an adapter may send a commit again by itself. A commit that
/// must not happen twice therefore holds a <see cref="Change.Create{T}"/>, or a <see cref="Change.Replace{T}"/> or
/// <see cref="Change.Delete"/> guarded by its ETag, or a patch conditional on a field that it sets to a new unique value:
/// applied again it fails as a whole, and the caller reads what happened.</para>
/// <para>A field that a query filters or orders by is in every document of its type; a new one needs a backfill.
/// Numbers are exact up to 2^53.</para>
/// </remarks>
public interface IMetadataStore
{
    /// <summary>The most that the <see cref="Change.Operations"/> of one commit may sum up to.</summary>
    const int MaxOperations = 100;

    /// <returns>null when no document of that id and type is in the partition.</returns>
    Task<T?> Read<T>(string partition, string id, CancellationToken cancel) where T : Document, IDocumentType;

    /// <summary>One page of the documents of type <typeparamref name="T"/> that match, in the order of the query.</summary>
    /// <param name="partition">
    /// null asks every partition: for maintenance only, it costs a call per physical partition. Ids are not unique there, so
    /// a document may be left to the next run; and the documents carry what names their partition.
    /// </param>
    Task<Page<T>> Query<T>(string? partition, Query<T> query, CancellationToken cancel) where T : Document, IDocumentType;

    /// <summary>Applies all changes or none.</summary>
    /// <param name="changes">At least one, in the order in which they are applied.</param>
    /// <exception cref="ArgumentOutOfRangeException">No change, or more than <see cref="MaxOperations"/>.</exception>
    Task<CommitResult> Commit(string partition, IReadOnlyList<Change> changes, CancellationToken cancel);
}
