namespace FluidCloud.Core.Metadata;

/// <summary>
/// The metadata: what exists, who owns it and in which state it is. The bytes are elsewhere (<see cref="Blobs.IBlobStore"/>).
/// The port offers what Azure Cosmos DB offers and no more: a partition is the unit of atomic change, reads name
/// their partition, and nothing is counted or joined.
/// </summary>
/// <remarks>
/// Lost answers: a call that throws may have taken effect, and an adapter may send a commit again by itself. A commit that
/// must not happen twice therefore holds a <see cref="Change.Create{T}"/>, or a <see cref="Change.Replace{T}"/> or
/// <see cref="Change.Delete"/> guarded by its ETag: applied again it fails as a whole, and the caller reads what happened.
/// </remarks>
public interface IMetadataStore
{
    /// <summary>The largest number of changes that one commit may hold.</summary>
    const int MaxChanges = 100;

    /// <returns>null when no document of that id and type is in the partition.</returns>
    Task<T?> Read<T>(string partition, string id, CancellationToken cancel) where T : Document, IDocumentType;

    /// <summary>One page of the documents of type <typeparamref name="T"/> that match, in the order of the query.</summary>
    /// <param name="partition">null asks every partition: for maintenance only, it costs a call per physical partition.</param>
    Task<Page<T>> Query<T>(string? partition, Query<T> query, CancellationToken cancel) where T : Document, IDocumentType;

    /// <summary>Applies all changes or none.</summary>
    /// <param name="changes">1 to <see cref="MaxChanges"/>, in the order in which they are applied.</param>
    Task<CommitResult> Commit(string partition, IReadOnlyList<Change> changes, CancellationToken cancel);
}
