using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Files;

/// <summary>A folder, the root of a space, or the Trash.</summary>
public sealed record FilesOfListing(string Listing, FileFilter Filter, FileOrder Order, int Limit) : Query<FileItem>(Limit)
{
    public override QueryShape Shape => Order.Sort(Filter.Narrow(QueryShape.All.WhereEqual("listing", Listing)));
}

/// <summary>A space with all its folders, those in Trash included: a file carries no mark of a trashed folder.</summary>
/// <param name="Order">Not by size.</param>
public sealed record FilesOfTree(SpaceId Space, FileFilter Filter, FileOrder Order, int Limit) : Query<FileItem>(Limit)
{
    public override QueryShape Shape => Order.Sort(Filter.Narrow(QueryShape.All.WhereEqual("live_space", Space.ToString())));
}

/// <summary>Which files of a listing are wanted. null asks nothing.</summary>
/// <param name="Tag">One of the file's tags, to the letter.</param>
/// <param name="NamePart">Somewhere in the name, as <see cref="Names.Fold"/> makes it.</param>
public sealed record FileFilter(FileStatus? Status = null, string? App = null, string? Tag = null, string? NamePart = null)
{
    public static readonly FileFilter None = new();

    internal QueryShape Narrow(QueryShape shape)
    {
        shape = shape
            .WhereEqualIfGiven("status", Status is { } status ? MetadataJson.Text(status) : null)
            .WhereEqualIfGiven("source_app", App)
            .WhereTextContainsIfGiven("folded_name", NamePart);
        return Tag is null ? shape : shape.WhereContains("tags", Tag);
    }
}

public enum FileOrderKey
{
    Name,
    CreatedAt,
    Size,
}

/// <summary>The order of a listing; files that are equal in it are ordered by id.</summary>
public sealed record FileOrder(FileOrderKey By, bool Descending = false)
{
    public static readonly FileOrder ByName = new(FileOrderKey.Name);

    public const int KeysetValues = 2;

    internal QueryShape Sort(QueryShape shape) => shape.Ordered(Descending, By switch
    {
        FileOrderKey.CreatedAt => "created_at",
        FileOrderKey.Size => "size_text",
        _ => "original_name",
    }, "id");

    /// <summary>The keyset that follows the file.</summary>
    public Keyset Behind(FileItem file) => new([By switch
    {
        FileOrderKey.CreatedAt => MetadataJson.Text(file.CreatedAt),
        FileOrderKey.Size => file.SizeText,
        _ => file.OriginalName,
    }, file.Id]);
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

/// <summary>All files of a tenant or of one of its apps, tombstones included, by id.</summary>
/// <param name="App">null for all.</param>
public sealed record FilesOfApp(string? App, int Limit) : Query<FileItem>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereEqualIfGiven("source_app", App);
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
