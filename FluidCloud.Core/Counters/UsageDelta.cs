using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Counters;

/// <summary>
/// Collects the changes of a commit to the counters of a tenant and its spaces, and turns them into one patch per document.
/// Each feature defines what it counts (<c>FileUsage</c>, <c>FolderUsage</c>, <c>ShareUsage</c>, <c>UploadUsage</c>).
/// </summary>
public sealed class UsageDelta
{
    private readonly Dictionary<string, Dictionary<string, long>> increments = [];
    private PatchCondition? trashTime;

    /// <summary>Adds file records; negative amounts remove them.</summary>
    public UsageDelta AddFiles(SpaceId space, string app, long files, long bytes) => AddBoth(space, "files", files)
        .AddBoth(space, "bytes_used", bytes)
        .AddBoth(space, $"app_files/{app}", files)
        .AddBoth(space, $"app_bytes/{app}", bytes);

    /// <summary>Adds a product namespace before its first file is counted.</summary>
    public UsageDelta AddApp(string app) => Add(space: null, $"app_files/{app}", 0);

    public UsageDelta AddFolders(SpaceId space, long folders) => AddBoth(space, "folders", folders);

    /// <summary>Adds files to Trash; negative amounts take them out.</summary>
    public UsageDelta AddTrash(SpaceId space, long files, long bytes) =>
        AddBoth(space, "trash_files", files).AddBoth(space, "trash_bytes", bytes);

    /// <summary>Adds unfinished uploads and their quota reservations.</summary>
    public UsageDelta AddUploads(SpaceId space, long uploads, long bytes) =>
        AddBoth(space, "uploads", uploads).AddBoth(space, "bytes_reserved", bytes);

    /// <summary>Adds expiring links, which the plan limits.</summary>
    public UsageDelta AddLinks(long links) => Add(space: null, "links_used", links);

    /// <summary>Makes the commit fail when the last sweep's cut-off is that time or later (docs/adr/0011).</summary>
    public UsageDelta RequireTrashEmptiedBefore(DateTimeOffset time)
    {
        trashTime = new PatchCondition.SumAtMost(["last_cut_off"], UnixMicros.Of(time) - 1);
        return this;
    }

    /// <param name="condition">A limit on the tenant's counters that fails the commit when exceeded; null for none.</param>
    public IEnumerable<Change> ToChanges(PatchCondition? condition = null) =>
        increments.Select(entry => new PatchChange(entry.Key)
        {
            Increments = entry.Value,
            Condition = trashTime ?? (entry.Key == Usage.IdOf(space: null) ? condition : null),
        });

    /// <summary>The ids of the counter documents on which the commit may conflict.</summary>
    public IEnumerable<string> Documents => increments.Keys;

    private UsageDelta AddBoth(SpaceId space, string path, long amount) => Add(space: null, path, amount).Add(space, path, amount);

    private UsageDelta Add(SpaceId? space, string path, long amount)
    {
        var id = Usage.IdOf(space);
        if (!increments.TryGetValue(id, out var paths))
            increments[id] = paths = [];
        paths[path] = paths.GetValueOrDefault(path) + amount;
        return this;
    }
}
