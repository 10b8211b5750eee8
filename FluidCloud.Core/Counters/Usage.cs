using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Counters;

/// <summary>
/// The counters of a tenant or of one of its spaces. They change only as patches in the commit that changes the
/// records they count, so they equal the sum of the records at all times.
/// </summary>
public sealed record Usage : Document, IDocumentType
{
    public static string Type => "usage";

    /// <summary>Bytes of all file records, those in Trash included.</summary>
    public long BytesUsed { get; init; }

    /// <summary>Quota reservations: the bytes announced by unfinished uploads.</summary>
    public long BytesReserved { get; init; }

    /// <summary>Unfinished uploads: started, neither completed nor discarded.</summary>
    public long Uploads { get; init; }

    /// <summary>All file records, those in Trash included.</summary>
    public long Files { get; init; }

    /// <summary>All folders, those in Trash included.</summary>
    public long Folders { get; init; }

    /// <summary>Files in Trash, on their own or with a folder.</summary>
    public long TrashFiles { get; init; }
    public long TrashBytes { get; init; }

    /// <summary>
    /// Expiring links of the tenant that were not revoked. An expired link counts until maintenance removes it.
    /// </summary>
    public long LinksUsed { get; init; }

    /// <summary>
    /// The cut-off of the last sweep of this Trash, in Unix microseconds; 0 before the first. A later <c>deleted_at</c> is
    /// always greater, even when set by a slower clock (docs/adr/0011).
    /// </summary>
    public long LastCutOff { get; init; }

    /// <summary>The part of <see cref="BytesUsed"/> by product namespace.</summary>
    public IReadOnlyDictionary<string, long> AppBytes { get; init; } = new Dictionary<string, long>();

    /// <summary>The part of <see cref="Files"/> by product namespace.</summary>
    public IReadOnlyDictionary<string, long> AppFiles { get; init; } = new Dictionary<string, long>();

    /// <summary>
    /// How many product namespaces a tenant may ever use. Each is a field of this document, which every upload reads and
    /// every purge writes, so the limit bounds its size. Concurrent uploads may exceed it by their number.
    /// </summary>
    public const int MaxNamespaces = 200;

    /// <exception cref="FluidCloudException">422: the namespace is new and exceeds <see cref="MaxNamespaces"/>.</exception>
    public void RequireRoomFor(string app)
    {
        if (!AppFiles.ContainsKey(app) && AppFiles.Count >= MaxNamespaces)
            throw Errors.Invalid("app", $"'{app}' exceeds the limit of {MaxNamespaces} product namespaces per tenant");
    }

    /// <summary>Without the counters of a product namespace that has no files.</summary>
    public Usage Without(string app) => this with
    {
        AppBytes = AppBytes.Where(one => one.Key != app).ToDictionary(),
        AppFiles = AppFiles.Where(one => one.Key != app).ToDictionary(),
    };

    /// <param name="space">null for the whole tenant.</param>
    public static string IdOf(SpaceId? space) => space is null ? "usage" : $"usage:{space}";

    public static Usage Empty(SpaceId? space) => new() { Id = IdOf(space) };
}

/// <summary>The counters of a tenant and of its spaces, by id.</summary>
public sealed record UsagesById(int Limit) : Query<Usage>(Limit)
{
    public override QueryShape Shape => QueryShape.All;
}
