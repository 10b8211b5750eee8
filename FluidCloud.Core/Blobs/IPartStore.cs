namespace FluidCloud.Core.Blobs;

/// <summary>
/// Stores the parts of an upload until they are joined into a blob of <see cref="IBlobStore"/>. Parts have a container of
/// their own because a URL that accepts a part could also overwrite the joined blob (docs/adr/0005).
/// </summary>
public interface IPartStore
{
    /// <summary>Signs a URL for each part, in order. A part may be sent repeatedly; the last one counts.</summary>
    Task<IReadOnlyList<Uri>> Sign(PartLayout parts, TimeSpan lifetime, CancellationToken cancel);

    /// <summary>Stores a part.</summary>
    Task Write(PartLayout parts, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>
    /// The numbers of the parts that are stored with the right size, in order. Empty once they are joined.
    /// </summary>
    Task<IReadOnlyList<int>> ListReceived(PartLayout parts, CancellationToken cancel);

    /// <summary>Creates the blob from the parts, atomically. The blob never changes; joining again does nothing.</summary>
    Task<JoinResult> Join(PartLayout parts, CancellationToken cancel);

    /// <summary>Lists, by id prefix, the uploads of a tenant that have parts, joined or not.</summary>
    IAsyncEnumerable<StoredBlob> List(TenantId tenant, string idPrefix, CancellationToken cancel);

    /// <summary>
    /// The total bytes of the stored parts, whatever their numbers and sizes: a signed URL limits neither.
    /// </summary>
    Task<long> Measure(BlobName name, CancellationToken cancel);

    /// <summary>Erases the parts, including uncommitted blocks. The joined blob stays.</summary>
    Task Erase(BlobName name, CancellationToken cancel);
}

/// <param name="Missing">The parts that are missing or of the wrong size.</param>
/// <param name="Joined">
/// false with an empty <paramref name="Missing"/>: storage is still copying, or the parts changed meanwhile; join again.
/// </param>
public sealed record JoinResult(bool Joined, IReadOnlyList<int> Missing)
{
    public static readonly JoinResult Done = new(true, []);
    public static readonly JoinResult NotYet = new(false, []);

    public static JoinResult Lacks(IReadOnlyList<int> missing) => new(false, missing);
}
