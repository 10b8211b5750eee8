using System.Globalization;
using System.Text.Json.Serialization;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Files;

/// <summary>
/// The record of a file, from the completion of its upload to the end of its purge. Its bytes never change.
/// </summary>
public sealed record FileItem : Document, IDocumentType
{
    public static string Type => "file";

    [JsonIgnore]
    public FileId FileId => Core.Id.Parse<FileId>(Id);

    public required TenantId TenantId { get; init; }

    /// <summary>The name of its blob.</summary>
    [JsonIgnore]
    public BlobName Blob => new(TenantId, FileId);

    public required SpaceId SpaceId { get; init; }

    /// <summary>null for the root of the space.</summary>
    public FolderId? FolderId { get; init; }

    /// <summary>The product namespace the file was created under.</summary>
    public required string SourceApp { get; init; }

    /// <summary>The caller's own key; null when none was given. Not unique: a lookup finds the latest live file.</summary>
    public string? ClientKey { get; init; }
    public required string OriginalName { get; init; }

    /// <summary>The caller's tags. The API does not return them with the file.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The type detected from the bytes; null until they are scanned.</summary>
    public string? Mime { get; init; }

    /// <summary>The charset of text, when known; null otherwise.</summary>
    public string? Charset { get; init; }

    /// <summary>
    /// Indexed, to filter by kind: <c>image</c>, <c>video</c> or <c>audio</c>; null for other types and until scanned.
    /// </summary>
    public string? Media => Mime?.Split('/')[0] is ("image" or "video" or "audio") and var kind ? kind : null;

    public required long Size { get; init; }

    /// <summary>The SHA-256 of the bytes in hex; null until they are scanned.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The SHA-256 that the uploader announced, in hex, which the scan verifies; null when none was sent.</summary>
    public string? AnnouncedSha256 { get; init; }

    public ScanStatus ScanStatus { get; init; }

    /// <summary>
    /// For the operator: what the scanner found, or why it refuses the file; null for a clean file or without a verdict.
    /// </summary>
    public string? ScanFinding { get; init; }

    /// <summary>Indexed: since when the file has waited for its verdict; null when it does not wait.</summary>
    public DateTimeOffset? PendingSince => this is { ScanStatus: ScanStatus.Pending, Status: not FileStatus.Purging } ? CreatedAt : null;

    /// <summary>Scans that ended without a verdict.</summary>
    public int FailedScans { get; init; }
    public FileStatus Status { get; init; }

    /// <summary>Its converted preview; null until one is requested, and for types that need none.</summary>
    public Preview? Preview { get; init; }

    /// <summary>The displayed prefix of the API key that created it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>
    /// When it went to Trash on its own; null when live or in Trash only with a folder above it. In the file as callers see
    /// it (<see cref="LocatedFile.Effective"/>) and in a tombstone, the folder's time in that case.
    /// </summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>
    /// The id of what was trashed: the file or a folder above it. null when <see cref="DeletedAt"/> is null.
    /// </summary>
    public Guid? TrashRoot { get; init; }

    /// <summary>Whether it may have shares, which its purge must delete. The commit of every share sets it.</summary>
    public bool Shared { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The cause of its purge; null unless <see cref="Status"/> is <see cref="FileStatus.Purging"/>.</summary>
    public Purge? Purge { get; init; }

    /// <summary>Neither trashed on its own nor being purged, so that the totals of the folders above include it.</summary>
    [JsonIgnore]
    public bool IsLive => DeletedAt is null && Status != FileStatus.Purging;

    /// <summary>
    /// Indexed: the key of the listing that shows the file unless a folder above is in Trash; null for a tombstone.
    /// </summary>
    public string? Listing => this switch
    {
        { Status: FileStatus.Purging } => null,
        { DeletedAt: null } => ListingKey.Of(SpaceId, FolderId),
        _ => TrashRoot == FileId.Value ? ListingKey.Trash : null,
    };

    /// <summary>For the index: the space while the file is in no Trash, unless a folder above it is.</summary>
    public SpaceId? LiveSpace => IsLive ? SpaceId : null;

    /// <summary>For the index: the size, so that its order as a text is its order as a number.</summary>
    public string SizeText => Size.ToString("D15", CultureInfo.InvariantCulture);

    /// <summary>For the search: the name, whatever its case.</summary>
    public string FoldedName => Names.Fold(OriginalName);

    /// <summary>
    /// Indexed: the client key while the file is live, whether or not a folder above is in Trash; null otherwise.
    /// </summary>
    public string? LiveKey => IsLive ? ClientKey : null;
}

public enum ScanStatus
{
    Pending,
    Clean,
    Infected,

    /// <summary>No verdict will come: the file is beyond the scanner's limits, or the scanner refuses it.</summary>
    Failed,
}

public enum FileStatus
{
    /// <summary>Uploaded, waiting for its scan.</summary>
    Draft,

    /// <summary>Scanned and clean.</summary>
    Ready,

    /// <summary>Infected, or refused by the scanner: kept, never served.</summary>
    Quarantined,

    /// <summary>A tombstone: deleted for every caller while its bytes are being erased. It can't be restored.</summary>
    Purging,
}
