namespace FluidCloud.Core.Metadata;

/// <summary>One change of a commit.</summary>
public abstract record Change(string Id)
{
    /// <summary>
    /// Creates a document; the commit fails with <see cref="ConflictReason.Exists"/> when its id is taken.
    /// </summary>
    public static Change Create<T>(T document) where T : Document, IDocumentType => new CreateChange(T.Type, document);

    /// <summary>
    /// Replaces a document that was read; the commit fails when it was changed or deleted since. The new version may be of
    /// another type when it keeps the id and the ETag.
    /// </summary>
    public static Change Replace<T>(T document) where T : Document, IDocumentType => new ReplaceChange(T.Type, document);

    /// <summary>Deletes a document that was read; the commit fails when it was changed or deleted since.</summary>
    public static Change Delete(Document document) => new DeleteChange(document.Id, document.ETag);

    /// <summary>How many operations the change counts towards <see cref="IMetadataStore.MaxOperations"/>.</summary>
    public virtual int Operations => 1;
}

public sealed record CreateChange(string Type, Document Document) : Change(Document.Id);

public sealed record ReplaceChange(string Type, Document Document) : Change(Document.Id);

public sealed record DeleteChange(string Id, string ETag) : Change(Id);

/// <summary>
/// Changes fields of a document without reading it first, so that concurrent writers of a counter do not conflict.
/// </summary>
public sealed record PatchChange(string Id) : Change(Id)
{
    /// <summary>
    /// Amounts to add, by path such as <c>bytes_used</c> or <c>app_bytes/acme</c>. A missing last segment counts as 0; the
    /// objects before it must exist.
    /// </summary>
    public IReadOnlyDictionary<string, long> Increments { get; init; } = new Dictionary<string, long>();

    /// <summary>Values to set, by field name.</summary>
    public IReadOnlyDictionary<string, object?> Sets { get; init; } = new Dictionary<string, object?>();

    /// <summary>
    /// A long patch counts several times: Cosmos DB patches at most 10 fields per operation, one of which the adapter uses.
    /// </summary>
    public override int Operations => 1 + (Increments.Count + Sets.Count) / 10;

    /// <summary>Must hold before the patch, or the commit fails. null for no condition.</summary>
    public PatchCondition? Condition { get; init; }
}

public abstract record PatchCondition
{
    private PatchCondition() { }

    /// <summary>The sum of the fields is at most <paramref name="Limit"/>.</summary>
    public sealed record SumAtMost(IReadOnlyList<string> Fields, long Limit) : PatchCondition;

    public sealed record FieldEquals(string Field, string Value) : PatchCondition;
}

/// <param name="ETags">The new ETag of each document, in the order of the changes; null for a deletion.</param>
/// <param name="Conflict">null when every change was applied; otherwise nothing was changed.</param>
public sealed record CommitResult(IReadOnlyList<string?> ETags, Conflict? Conflict)
{
    public bool Succeeded => Conflict is null;

    /// <summary>
    /// Checks after a failed commit that the conflict is on one of these documents, which the caller then reads again. Any
    /// other conflict is a broken invariant and throws.
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
    /// <summary>A create of an id that is taken.</summary>
    Exists,

    /// <summary>A replace, delete or patch of a document that does not exist.</summary>
    Missing,

    /// <summary>A replace or delete of a version that is no longer current.</summary>
    Changed,

    /// <summary>A patch whose condition does not hold.</summary>
    ConditionFailed,
}
