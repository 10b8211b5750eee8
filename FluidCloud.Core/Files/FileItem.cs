using System.Globalization;
using System.Text.Json.Serialization;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Files;

/// <summary>The record of a file. It exists from the upload's completion to the end of its purge; its bytes never change.</summary>
public sealed record FileItem : Document, IDocumentType
{
    public static string Type => "file";

    [JsonIgnore]
    public FileId FileId => Core.Id.Parse<FileId>(Id);

    public required TenantId TenantId { get; init; }

    /// <summary>Where its bytes are.</summary>
    [JsonIgnore]
    public BlobName Blob => new(TenantId, FileId);

    public required SpaceId SpaceId { get; init; }

    /// <summary>null for the root of the space.</summary>
    public FolderId? FolderId { get; init; }

    /// <summary>The product namespace the file was created under.</summary>
    public required string SourceApp { get; init; }

    /// <summary>The caller's own key; null when none was given. Not unique: the latest live file of a key counts.</summary>
    public string? ClientKey { get; init; }
    public required string OriginalName { get; init; }

    /// <summary>The caller's labels; not part of what the API shows of a file.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>As detected from the bytes; null until they were scanned.</summary>
    public string? Mime { get; init; }

    /// <summary>Of text, where it is known; null for all else.</summary>
    public string? Charset { get; init; }

    /// <summary>For the filter by kind: <c>image</c>, <c>video</c> or <c>audio</c>; null for any other, and until it was scanned.</summary>
    public string? Media => Mime?.Split('/')[0] is ("image" or "video" or "audio") and var kind ? kind : null;

    public required long Size { get; init; }

    /// <summary>Hex; null until the bytes were scanned.</summary>
    public string? Sha256 { get; init; }

    /// <summary>As the uploader sent it, in hex, for the scan to compare; null when none was sent.</summary>
    public string? AnnouncedSha256 { get; init; }

    public ScanStatus ScanStatus { get; init; }

    /// <summary>What the scanner found, or why it does not call the file clean; null for a clean file, and without a verdict. For the operator.</summary>
    public string? ScanFinding { get; init; }

    /// <summary>For the index: since when it waits for its verdict; null for all else.</summary>
    public DateTimeOffset? PendingSince => this is { ScanStatus: ScanStatus.Pending, Status: not FileStatus.Purging } ? CreatedAt : null;

    /// <summary>How often scanning ended without a verdict.</summary>
    public int FailedScans { get; init; }
    public FileStatus Status { get; init; }

    /// <summary>Its converted copy; null while nobody has asked for one, and for what needs none.</summary>
    public Preview? Preview { get; init; }

    /// <summary>The shown prefix of the key that created it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>
    /// When it went to Trash on its own; null also for a file that is in Trash with a folder above it. As callers see it
    /// (<see cref="LocatedFile.Effective"/>), and in a tombstone, it is that folder's time then.
    /// </summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>What took it to Trash: its own id, or the id of a folder above it. null whenever <see cref="DeletedAt"/> is.</summary>
    public Guid? TrashRoot { get; init; }

    /// <summary>Whether it may have links, for its purge to look for: set by the commit of each.</summary>
    public bool Shared { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who asked for its permanent deletion; null unless <see cref="Status"/> is <see cref="FileStatus.Purging"/>.</summary>
    public Purge? Purge { get; init; }

    /// <summary>Neither trashed on its own nor being purged: what the totals of the folders above it count.</summary>
    [JsonIgnore]
    public bool IsLive => DeletedAt is null && Status != FileStatus.Purging;

    /// <summary>For the index: the listing that shows the file, unless a folder above it is in Trash; null for a tombstone.</summary>
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

    /// <summary>For the index: the client key while the file can be resolved by it, unless a folder above it is in Trash.</summary>
    public string? LiveKey => IsLive ? ClientKey : null;
}

public enum ScanStatus
{
    Pending,
    Clean,
    Infected,

    /// <summary>Given up: the scanner may not look at such bytes.</summary>
    Failed,
}

public enum FileStatus
{
    /// <summary>Uploaded, being scanned.</summary>
    Draft,

    /// <summary>Scanned and clean.</summary>
    Ready,

    /// <summary>Infected, or never to be judged: kept, never served.</summary>
    Quarantined,

    /// <summary>The tombstone: deleted for every caller, while its bytes are being erased. There is no way back.</summary>
    Purging,
}
