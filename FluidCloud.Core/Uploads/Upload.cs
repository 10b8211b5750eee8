using System.Text.Json.Serialization;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// An upload that was started: it holds the id of the file to be and room in the pool. It ends by completion, which
/// makes the file's record, or by being discarded, bytes and all.
/// </summary>
public sealed record Upload : Document, IDocumentType
{
    public static string Type => "upload";

    public required FileId FileId { get; init; }
    public required TenantId TenantId { get; init; }
    public required SpaceId SpaceId { get; init; }

    /// <summary>null for the root of the space.</summary>
    public FolderId? FolderId { get; init; }

    /// <summary>Blank once it has ended, as <see cref="ClientKey"/> and <see cref="Tags"/> are: nothing of a file outlives its purge.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes announced: the room that it holds in the pool, so 0 once it has ended.</summary>
    public required long Size { get; init; }

    /// <summary>null for an upload with one PUT.</summary>
    public long? PartSize { get; init; }
    public required string App { get; init; }
    public string? ClientKey { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public UploadState State { get; init; }

    /// <summary>Until when somebody may still hold the means to send bytes: its URLs outlive its end.</summary>
    public required DateTimeOffset WritableUntil { get; init; }

    /// <summary>Where the server fetches the bytes from itself; null for one whose bytes are sent, and once it has ended.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>How often fetching was begun.</summary>
    public int Attempt { get; init; }

    /// <summary>The attempt whose parts are the bytes; null until all were fetched.</summary>
    public int? FetchedBy { get; init; }

    /// <summary>Why the last attempt failed, in words for the caller.</summary>
    public string? Error { get; init; }

    /// <summary>How long the bytes may be sent.</summary>
    public static readonly TimeSpan UrlLifetime = TimeSpan.FromHours(1);

    /// <summary>How long parts may be sent: what comes in parts is large.</summary>
    public static readonly TimeSpan PartUrlLifetime = TimeSpan.FromHours(24);

    /// <summary>
    /// Until when fresh URLs are signed for its parts, from its start: storage drops a part that waits for a week (Azure
    /// "Put Block"), and the upload holds room in the pool.
    /// </summary>
    public static readonly TimeSpan LongestUpload = TimeSpan.FromDays(6);

    /// <summary>When an upload that was not completed is discarded: this long after its URLs were good.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(23);

    /// <summary>
    /// How long a PUT may take that began while its URL was good: storage looks at the URL at its beginning, and makes the
    /// blob at its end. An upload of one PUT announces less than 100 MB.
    /// </summary>
    public static readonly TimeSpan LongestPut = TimeSpan.FromHours(2);

    /// <summary>How often the bytes of an upload are looked at while they may arrive: no URL pins their size.</summary>
    private const int Inspections = 6;

    /// <summary>How long a failure can be read.</summary>
    public static readonly TimeSpan FailureShown = TimeSpan.FromDays(7);

    /// <summary>When the last bytes may arrive.</summary>
    [JsonIgnore]
    public DateTimeOffset LastArrival => WritableUntil + LongestPut;

    /// <summary>When it is discarded unless it was completed.</summary>
    [JsonIgnore]
    public DateTimeOffset ExpiresAt => WritableUntil + Grace;

    public bool MayReceive(DateTimeOffset now) => WritableUntil > CreatedAt && now < LastArrival;

    /// <summary>When its bytes are looked at next: a sixth of its URLs' lifetime later, and at the last arrival.</summary>
    public DateTimeOffset NextInspection(DateTimeOffset now)
    {
        var next = now + (WritableUntil - CreatedAt) / Inspections;
        return next < LastArrival ? next : LastArrival;
    }

    /// <summary>Whether it counts in the pool and in its space.</summary>
    [JsonIgnore]
    public bool HoldsRoom => State is not (UploadState.Ended or UploadState.Failed);

    [JsonIgnore]
    public BlobName Blob => new(TenantId, FileId);

    /// <summary>null for an upload with one PUT.</summary>
    [JsonIgnore]
    public PartLayout? Parts => PartSize is { } partSize ? new(Blob, Size, partSize, FetchedBy ?? Attempt) : null;

    public static string IdOf(FileId file) => $"upload:{file}";
}

public enum UploadState
{
    /// <summary>Waits for its bytes and its completion.</summary>
    Pending,

    /// <summary>The server fetches its bytes.</summary>
    Importing,

    /// <summary>Being discarded: its bytes go next, and it can no longer be completed.</summary>
    Discarding,

    /// <summary>Completed or discarded. It is kept while its URLs are good, to erase what they may still bring.</summary>
    Ended,

    /// <summary>An import that was given up, kept for a while to say why.</summary>
    Failed,
}

/// <summary>Uploads whose time is over, over all tenants.</summary>
public sealed record UploadsDue(DateTimeOffset Now, int Limit) : Query<Upload>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
