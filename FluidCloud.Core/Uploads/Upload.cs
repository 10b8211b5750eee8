using System.Text.Json.Serialization;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// A started upload: it reserves the id of the future file and quota. It ends by completion, which creates the file's
/// record, or by being discarded with its bytes.
/// </summary>
public sealed record Upload : Document, IDocumentType
{
    public static string Type => "upload";

    public required FileId FileId { get; init; }
    public required TenantId TenantId { get; init; }
    public required SpaceId SpaceId { get; init; }

    /// <summary>null for the root of the space.</summary>
    public FolderId? FolderId { get; init; }

    /// <summary>
    /// Blank once the upload has ended, like <see cref="ClientKey"/> and <see cref="Tags"/>, so that nothing of a file
    /// outlives its purge.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Announced bytes, which are its quota reservation; 0 once it has ended.</summary>
    public required long Size { get; init; }

    /// <summary>null for an upload with one PUT.</summary>
    public long? PartSize { get; init; }
    public required string App { get; init; }
    public string? ClientKey { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public UploadState State { get; init; }

    /// <summary>When the last signed URL expires. URLs stay valid after the upload has ended.</summary>
    public required DateTimeOffset WritableUntil { get; init; }

    /// <summary>The source of an import; null for other uploads, and once it has ended.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>Attempts of the import so far.</summary>
    public int Attempt { get; init; }

    /// <summary>The attempt whose parts are complete; null until then.</summary>
    public int? FetchedBy { get; init; }

    /// <summary>Why the last attempt failed, as a message for the caller.</summary>
    public string? Error { get; init; }

    /// <summary>Lifetime of the URL for one PUT.</summary>
    public static readonly TimeSpan UrlLifetime = TimeSpan.FromHours(1);

    /// <summary>Lifetime of part URLs, longer because such uploads are large.</summary>
    public static readonly TimeSpan PartUrlLifetime = TimeSpan.FromHours(24);

    /// <summary>
    /// How long after the start fresh part URLs are signed. Storage drops uncommitted parts after a week (Azure "Put
    /// Block"), and the upload reserves quota all the time.
    /// </summary>
    public static readonly TimeSpan LongestUpload = TimeSpan.FromDays(6);

    /// <summary>How long after its URLs have expired an unfinished upload is discarded.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(23);

    /// <summary>
    /// How long a PUT may take that began before its URL expired: storage checks the URL at the start of a PUT and creates
    /// the blob at its end. An upload with one PUT announces less than 100 MB.
    /// </summary>
    public static readonly TimeSpan LongestPut = TimeSpan.FromHours(2);

    /// <summary>How often the size of an upload is checked while bytes may arrive: signed URLs do not limit it.</summary>
    private const int Inspections = 6;

    /// <summary>How long a failed import is kept, to show its error.</summary>
    public static readonly TimeSpan FailureShown = TimeSpan.FromDays(7);

    /// <summary>When the last bytes may arrive.</summary>
    [JsonIgnore]
    public DateTimeOffset LastArrival => WritableUntil + LongestPut;

    /// <summary>When it is discarded unless it was completed.</summary>
    [JsonIgnore]
    public DateTimeOffset ExpiresAt => WritableUntil + Grace;

    public bool MayReceive(DateTimeOffset now) => WritableUntil > CreatedAt && now < LastArrival;

    /// <summary>
    /// When its size is checked next: a sixth of its URLs' lifetime later, and when the last bytes may have arrived.
    /// </summary>
    public DateTimeOffset NextInspection(DateTimeOffset now)
    {
        var next = now + (WritableUntil - CreatedAt) / Inspections;
        return next < LastArrival ? next : LastArrival;
    }

    /// <summary>Whether it counts in the quota and in its space.</summary>
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

    /// <summary>Completed or discarded. Kept while bytes may still arrive by its URLs, to erase them.</summary>
    Ended,

    /// <summary>An import that failed for good, kept for a while to show its error.</summary>
    Failed,
}

/// <summary>The uploads of a tenant, by id.</summary>
public sealed record UploadsById(int Limit) : Query<Upload>(Limit)
{
    public override QueryShape Shape => QueryShape.All;
}

/// <summary>Overdue uploads of all tenants.</summary>
public sealed record UploadsDue(DateTimeOffset Now, int Limit) : Query<Upload>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
