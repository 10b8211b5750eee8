namespace FluidCloud.Core.Metadata;

/// <summary>One change of a commit.</summary>
public abstract record Change(string Id)
{
    /// <summary>Stores a new document; the commit fails with <see cref="ConflictReason.Exists"/> when its id is taken.</summary>
    public static Change Create<T>(T document) where T : Document, IDocumentType => new CreateChange(T.Type, document);

    /// <summary>
    /// Stores a new version of a document that was read; the commit fails when it was changed or deleted since. With the id
    /// and the ETag of the one that was read, the new version may also be of another type.
    /// </summary>
    public static Change Replace<T>(T document) where T : Document, IDocumentType => new ReplaceChange(T.Type, document);

    /// <summary>Removes a document that was read; the commit fails when it was changed or deleted since.</summary>
    public static Change Delete(Document document) => new DeleteChange(document.Id, document.ETag);

    /// <summary>What the change counts for in <see cref="IMetadataStore.MaxOperations"/>.</summary>
    public virtual int Operations => 1;
}

public sealed record CreateChange(string Type, Document Document) : Change(Document.Id);

public sealed record ReplaceChange(string Type, Document Document) : Change(Document.Id);

public sealed record DeleteChange(string Id, string ETag) : Change(Id);

/// <summary>Changes fields of a document without reading it first, so that writers of one counter do not collide.</summary>
public sealed record PatchChange(string Id) : Change(Id)
{
    /// <summary>
    /// Amounts by path, as in <c>bytes_used</c> or <c>app_bytes/acme</c>. A missing last segment counts as 0; the objects before it exist.
    /// </summary>
    public IReadOnlyDictionary<string, long> Increments { get; init; } = new Dictionary<string, long>();

    /// <summary>Values by field name.</summary>
    public IReadOnlyDictionary<string, object?> Sets { get; init; } = new Dictionary<string, object?>();

    /// <summary>A long patch counts more than once: Cosmos changes 10 fields at a time, and one of them is the adapter's.</summary>
    public override int Operations => 1 + (Increments.Count + Sets.Count) / 10;

    /// <summary>null applies the patch always. Otherwise the commit fails unless it holds before the patch.</summary>
    public PatchCondition? Condition { get; init; }
}

public abstract record PatchCondition
{
    private PatchCondition() { }

    /// <summary>The sum of the fields is at most <paramref name="Limit"/>.</summary>
    public sealed record SumAtMost(IReadOnlyList<string> Fields, long Limit) : PatchCondition;

    public sealed record FieldEquals(string Field, string Value) : PatchCondition;
}

/// <param name="ETags">The new version of each change's document, in the order of the changes. null for a deleted one.</param>
/// <param name="Conflict">null when every change was applied; otherwise none was.</param>
public sealed record CommitResult(IReadOnlyList<string?> ETags, Conflict? Conflict)
{
    public bool Succeeded => Conflict is null;

    /// <summary>
    /// After a failed commit: returns when another writer changed that document first, so that the caller reads it again
    /// and decides anew. Any other conflict is a broken invariant.
    /// </summary>
    public void ExpectRaceOn(params IEnumerable<string> ids)
    {
        if (Conflict is not { Reason: not ConflictReason.Exists } conflict || !ids.Contains(conflict.Change.Id))
            throw new InvalidOperationException($"The commit failed unexpectedly: {Conflict?.Reason} on document {Conflict?.Change.Id}.");
    }

    public static CommitResult Applied(IReadOnlyList<string?> etags) => new(etags, null);

    public static CommitResult Failed(int index, Change change, ConflictReason reason) => new([], new(index, change, reason));
}

/// <summary>The first change that could not be applied.</summary>
public sealed record Conflict(int Index, Change Change, ConflictReason Reason);

public enum ConflictReason
{
    /// <summary>A create, and the id is taken.</summary>
    Exists,

    /// <summary>A replace, delete or patch of a document that is not there.</summary>
    Missing,

    /// <summary>A replace or delete of a version that is not the present one.</summary>
    Changed,

    /// <summary>A patch whose condition does not hold.</summary>
    ConditionFailed,
}
