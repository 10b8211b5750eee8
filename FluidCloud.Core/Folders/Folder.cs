using System.Text.Json.Serialization;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Folders;

/// <summary>
/// A folder. What is in it carries no mark of the folder's state: a reader finds out by going up the parents
/// (<see cref="FolderChain"/>), so that trashing and restoring a tree changes one folder (docs/adr/0004).
/// </summary>
public sealed record Folder : Document, IDocumentType
{
    public static string Type => "folder";

    /// <summary>The most folders from a folder of the root down to the deepest one below it, both included.</summary>
    public const int MaxDepth = 20;

    [JsonIgnore]
    public FolderId FolderId => Core.Id.Parse<FolderId>(Id);

    public required TenantId TenantId { get; init; }
    public required SpaceId SpaceId { get; init; }

    /// <summary>null in the root of the space.</summary>
    public FolderId? ParentId { get; init; }

    /// <summary>Stored as a file's name is, so that one index orders both.</summary>
    [JsonPropertyName("original_name")]
    public required string Name { get; init; }

    /// <summary>The shown prefix of the key that created it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it went to Trash on its own; null also for one that is in Trash with a folder above it.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The tombstone: gone for every caller, while what is in it is being purged. null until then.</summary>
    public Purge? Purge { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// The files below it at any depth, without what was trashed on its own. Like the other totals it changes only as a
    /// patch in the commit that changes what it counts (<see cref="FolderTotals"/>), so it is exact at all times.
    /// </summary>
    public long Files { get; init; }

    /// <summary>The size of <see cref="Files"/>.</summary>
    public long Bytes { get; init; }

    /// <summary>The folders below it, without what was trashed on its own: how many are how many levels down.</summary>
    public IReadOnlyDictionary<string, long> Levels { get; init; } = new Dictionary<string, long>();

    [JsonIgnore]
    public long Folders => Levels.Values.Sum();

    [JsonIgnore]
    public bool IsEmpty => Files == 0 && Folders == 0;

    /// <summary>The levels of the tree that it heads; 1 when there is no folder in it.</summary>
    [JsonIgnore]
    public int Height => 1 + Enumerable.Range(1, MaxDepth).LastOrDefault(level => Levels.GetValueOrDefault(Level(level)) > 0);

    /// <summary>
    /// State and parent in one text: a commit that relies on the chain of folders asks each for it, and so fails when one
    /// of them was moved, trashed, restored or purged since the chain was read.
    /// </summary>
    public string Place => $"{(Purge is not null ? "purging" : "")}{(DeletedAt is { } time ? MetadataJson.Text(time) : "live")}:{ParentId}";

    /// <summary>For the index: the listing that shows the folder; null for a tombstone.</summary>
    public string? Listing => this switch
    {
        { Purge: not null } => null,
        { DeletedAt: null } => ListingKey.Of(SpaceId, ParentId),
        _ => ListingKey.Trash,
    };

    /// <summary>The key of <see cref="Levels"/>: 1 is directly below.</summary>
    public static string Level(int number) => $"level_{number}";

    /// <summary>How long a tombstone may stand before maintenance looks after it.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(5);
}

/// <summary>The folders of a folder, of the root of a space, or of the Trash, by name.</summary>
public sealed record FoldersByName(string Listing, int Limit) : Query<Folder>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereEqual("listing", Listing).Ascending("original_name", "id");

    /// <summary>Where the page behind the folder starts.</summary>
    public static Keyset Behind(Folder folder) => new([folder.Name, folder.Id]);

    public const int KeysetValues = 2;
}

/// <summary>What went to Trash on its own up to a moment, tombstones included, the oldest first.</summary>
/// <param name="Space">null for the Trash of all spaces.</param>
public sealed record FoldersTrashedUpTo(SpaceId? Space, DateTimeOffset CutOff, int Limit) : Query<Folder>(Limit)
{
    public override QueryShape Shape => QueryShape.All
        .WhereEqualIfGiven("space_id", Space?.ToString())
        .WhereUpTo("deleted_at", CutOff)
        .Ascending("deleted_at", "id");
}

/// <summary>The latest thing that went to Trash on its own, by whichever clock.</summary>
/// <param name="Space">null for the Trash of all spaces.</param>
public sealed record LatestFolderTrashed(SpaceId? Space) : Query<Folder>(Limit: 1)
{
    public override QueryShape Shape => QueryShape.All
        .WhereEqualIfGiven("space_id", Space?.ToString())
        .WhereUpTo("deleted_at", DateTimeOffset.MaxValue)
        .NewestFirst("deleted_at", "id");
}

/// <summary>Tombstones that were not finished in time. Over all tenants.</summary>
public sealed record FoldersDue(DateTimeOffset Now, int Limit) : Query<Folder>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
