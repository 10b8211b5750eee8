using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Files;

/// <summary>The files of a folder, of the root of a space, or of Trash, by name.</summary>
public sealed record FilesByName(string Listing, FileStatus? Status, string? App, int Limit) : Query<FileItem>(Limit)
{
    public override QueryShape Shape => QueryShape.All
        .WhereEqual("listing", Listing)
        .WhereEqualIfGiven("status", Status is { } status ? MetadataJson.Text(status) : null)
        .WhereEqualIfGiven("source_app", App)
        .Ascending("original_name", "id");

    /// <summary>The keyset that follows the file.</summary>
    public static Keyset Behind(FileItem file) => new([file.OriginalName, file.Id]);

    public const int KeysetValues = 2;
}

/// <summary>A file of that name in a folder or in the root of a space, the first by id.</summary>
public sealed record FileOfName(string Listing, string Name) : Query<FileItem>(Limit: 1)
{
    public override QueryShape Shape => QueryShape.All.WhereEqual("listing", Listing).WhereEqual("original_name", Name).Ascending("original_name", "id");
}

/// <summary>Files with a client key that were not trashed on their own, latest first.</summary>
public sealed record FilesOfClientKey(string ClientKey, string? App, int Limit) : Query<FileItem>(Limit)
{
    public override QueryShape Shape => QueryShape.All
        .WhereEqual("live_key", ClientKey)
        .WhereEqualIfGiven("source_app", App)
        .NewestFirst("created_at", "id");
}

/// <summary>Files of all spaces that were not trashed on their own, tombstones included, newest first.</summary>
/// <param name="Media">Files of any of these kinds; empty for all kinds.</param>
/// <param name="Tags">Files with all of these tags; empty for all files.</param>
public sealed record FilesByAge(IReadOnlyList<string> Media, IReadOnlyList<string> Tags, int Limit) : Query<FileItem>(Limit)
{
    public override QueryShape Shape
    {
        get
        {
            var live = QueryShape.All.WhereEqual("deleted_at", null).NewestFirst("created_at", "id");
            return Tags.Aggregate(Media.Count == 0 ? live : live.WhereIn("media", Media), (shape, tag) => shape.WhereContains("tags", tag));
        }
    }
}

/// <summary>Files that went to Trash up to a time, tombstones included, oldest first.</summary>
/// <param name="Space">null for the Trash of all spaces.</param>
public sealed record FilesTrashedUpTo(SpaceId? Space, DateTimeOffset CutOff, int Limit) : Query<FileItem>(Limit)
{
    public override QueryShape Shape => QueryShape.All
        .WhereEqualIfGiven("space_id", Space?.ToString())
        .WhereUpTo("deleted_at", CutOff)
        .Ascending("deleted_at", "id");
}

/// <summary>The file with the latest <c>deleted_at</c>.</summary>
/// <param name="Space">null for the Trash of all spaces.</param>
public sealed record LatestFileTrashed(SpaceId? Space) : Query<FileItem>(Limit: 1)
{
    public override QueryShape Shape => QueryShape.All
        .WhereEqualIfGiven("space_id", Space?.ToString())
        .WhereUpTo("deleted_at", DateTimeOffset.MaxValue)
        .NewestFirst("deleted_at", "id");
}

public sealed record FilesById(IReadOnlyList<FileId> Ids) : Query<FileItem>(Limit: Ids.Count)
{
    public override QueryShape Shape => QueryShape.All.WhereIn("id", [.. Ids.Select(id => id.ToString())]);
}

/// <summary>Overdue drafts and tombstones of all tenants.</summary>
public sealed record FilesDue(DateTimeOffset Now, int Limit) : Query<FileItem>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}

/// <summary>The file of all tenants that has waited longest for a verdict.</summary>
public sealed record LongestPending(DateTimeOffset Now) : Query<FileItem>(Limit: 1)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("pending_since", Now).Ascending("pending_since", "id");
}
