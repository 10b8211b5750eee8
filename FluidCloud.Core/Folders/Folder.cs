using System.Text.Json.Serialization;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Folders;

/// <summary>
/// A folder. Its contents do not store whether it is in Trash: readers walk up the parents (<see cref="FolderChain"/>), so
/// trashing or restoring a tree changes one document (docs/adr/0004).
/// </summary>
public sealed record Folder : Document, IDocumentType
{
    public static string Type => "folder";

    /// <summary>The maximum depth of the folder tree; a folder in the root of the space has depth 1.</summary>
    public const int MaxDepth = 20;

    [JsonIgnore]
    public FolderId FolderId => Core.Id.Parse<FolderId>(Id);

    public required TenantId TenantId { get; init; }
    public required SpaceId SpaceId { get; init; }

    /// <summary>null for a folder in the root of the space.</summary>
    public FolderId? ParentId { get; init; }

    /// <summary>Stored under the same field as a file's name, so that one index orders both.</summary>
    [JsonPropertyName("original_name")]
    public required string Name { get; init; }

    /// <summary>The displayed prefix of the API key that created it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it went to Trash on its own; null when live or in Trash only with a folder above it.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>
    /// Set when the folder is a tombstone: gone for every caller while its contents are being purged. null otherwise.
    /// </summary>
    public Purge? Purge { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// Files below it at any depth, except those trashed on their own or in folders trashed on their own. Like the other
    /// totals it changes only as a patch in the commit that changes what it counts (<see cref="FolderTotals"/>), so it is
    /// always exact.
    /// </summary>
    public long Files { get; init; }

    /// <summary>Total size of <see cref="Files"/>, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>
    /// Folders below it per level, except those trashed on their own. Keys are made by <see cref="Level"/>.
    /// </summary>
    public IReadOnlyDictionary<string, long> Levels { get; init; } = new Dictionary<string, long>();

    [JsonIgnore]
    public long Folders => Levels.Values.Sum();

    [JsonIgnore]
    public bool IsEmpty => Files == 0 && Folders == 0;

    /// <summary>The number of levels of its subtree, itself included; 1 when it contains no folder.</summary>
    [JsonIgnore]
    public int Height => 1 + Enumerable.Range(1, MaxDepth).LastOrDefault(level => Levels.GetValueOrDefault(Level(level)) > 0);

    /// <summary>
    /// A concurrency token of state and parent. Commits that rely on a chain of folders require it of each folder, so they
    /// fail when one was moved, trashed, restored or purged since the chain was read.
    /// </summary>
    public string Place => $"{(Purge is not null ? "purging" : "")}{(DeletedAt is { } time ? MetadataJson.Text(time) : "live")}:{ParentId}";

    /// <summary>Indexed: the key of the listing that shows the folder; null for a tombstone.</summary>
    public string? Listing => this switch
    {
        { Purge: not null } => null,
        { DeletedAt: null } => ListingKey.Of(SpaceId, ParentId),
        _ => ListingKey.Trash,
    };

    /// <summary>The key in <see cref="Levels"/> of a level; 1 is directly below.</summary>
    public static string Level(int number) => $"level_{number}";

    /// <summary>How long the purge of a tombstone may take before maintenance resumes it.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(5);
}

/// <summary>The folders of a folder, of the root of a space, or of the Trash, by name.</summary>
public sealed record FoldersByName(string Listing, int Limit) : Query<Folder>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereEqual("listing", Listing).Ascending("original_name", "id");

    /// <summary>The keyset that follows the folder.</summary>
    public static Keyset Behind(Folder folder) => new([folder.Name, folder.Id]);

    public const int KeysetValues = 2;
}

/// <summary>Folders that went to Trash on their own up to a time, tombstones included, oldest first.</summary>
/// <param name="Space">null for the Trash of all spaces.</param>
public sealed record FoldersTrashedUpTo(SpaceId? Space, DateTimeOffset CutOff, int Limit) : Query<Folder>(Limit)
{
    public override QueryShape Shape => QueryShape.All
        .WhereEqualIfGiven("space_id", Space?.ToString())
        .WhereUpTo("deleted_at", CutOff)
        .Ascending("deleted_at", "id");
}

/// <summary>The folder with the latest <c>deleted_at</c> among those trashed on their own.</summary>
/// <param name="Space">null for the Trash of all spaces.</param>
public sealed record LatestFolderTrashed(SpaceId? Space) : Query<Folder>(Limit: 1)
{
    public override QueryShape Shape => QueryShape.All
        .WhereEqualIfGiven("space_id", Space?.ToString())
        .WhereUpTo("deleted_at", DateTimeOffset.MaxValue)
        .NewestFirst("deleted_at", "id");
}

/// <summary>Overdue tombstones of all tenants.</summary>
public sealed record FoldersDue(DateTimeOffset Now, int Limit) : Query<Folder>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
