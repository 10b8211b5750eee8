namespace FluidCloud.Core.Blobs;

/// <summary>
/// The parts of bytes that do not come in one piece, until they are joined into the blob of <see cref="IBlobStore"/>.
/// They have a container of their own: a URL that takes a part could also replace what was made of it, and no such URL
/// is ever signed for a blob (docs/adr/0005).
/// </summary>
public interface IPartStore
{
    /// <summary>A URL for each part, in their order. It takes the part as often as it is sent; the last one counts.</summary>
    Task<IReadOnlyList<Uri>> Sign(PartLayout parts, TimeSpan lifetime, CancellationToken cancel);

    /// <summary>Stores a part itself.</summary>
    Task Write(PartLayout parts, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>The numbers of the parts that storage holds at their size, in their order. Empty once they are joined.</summary>
    Task<IReadOnlyList<int>> ListReceived(PartLayout parts, CancellationToken cancel);

    /// <summary>Makes the blob out of the parts, whole and at once. From then on it never changes; joining again changes nothing.</summary>
    Task<JoinResult> Join(PartLayout parts, CancellationToken cancel);

    /// <summary>The uploads of a tenant of which there are parts, joined or not, and whose id begins so.</summary>
    IAsyncEnumerable<StoredBlob> List(TenantId tenant, string idPrefix, CancellationToken cancel);

    /// <summary>How many bytes of parts are held, whatever their number and size: a URL pins neither.</summary>
    Task<long> Measure(BlobName name, CancellationToken cancel);

    /// <summary>Erases the parts; none is left behind that storage still held aside. What was made of them stays.</summary>
    Task Erase(BlobName name, CancellationToken cancel);
}

/// <param name="Missing">The parts that are not there, or not of their size. Empty unless they are what is in the way.</param>
/// <param name="Joined">false without <paramref name="Missing"/>: storage is still at it, or the parts changed meanwhile; join again.</param>
public sealed record JoinResult(bool Joined, IReadOnlyList<int> Missing)
{
    public static readonly JoinResult Done = new(true, []);
    public static readonly JoinResult NotYet = new(false, []);

    public static JoinResult Lacks(IReadOnlyList<int> missing) => new(false, missing);
}
