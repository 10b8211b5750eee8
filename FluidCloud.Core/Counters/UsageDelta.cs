using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Counters;

/// <summary>
/// Collects what a commit does to the counters of a tenant and of its spaces, and turns it into one patch per document.
/// Each feature says in its own terms what it counts (<c>FileUsage</c>, <c>FolderUsage</c>, <c>ShareUsage</c>, <c>UploadUsage</c>).
/// </summary>
public sealed class UsageDelta
{
    private readonly Dictionary<string, Dictionary<string, long>> increments = [];
    private PatchCondition? trashTime;

    /// <summary>File records come into being, or go for good when the amounts are negative.</summary>
    public UsageDelta AddFiles(SpaceId space, string app, long files, long bytes) => AddBoth(space, "files", files)
        .AddBoth(space, "bytes_used", bytes)
        .AddBoth(space, $"app_files/{app}", files)
        .AddBoth(space, $"app_bytes/{app}", bytes);

    /// <summary>Names a product namespace before the first file of it is counted.</summary>
    public UsageDelta AddApp(string app) => Add(space: null, $"app_files/{app}", 0);

    public UsageDelta AddFolders(SpaceId space, long folders) => AddBoth(space, "folders", folders);

    /// <summary>Files enter Trash, or leave it when the amounts are negative.</summary>
    public UsageDelta AddTrash(SpaceId space, long files, long bytes) =>
        AddBoth(space, "trash_files", files).AddBoth(space, "trash_bytes", bytes);

    /// <summary>Quota reservations of unfinished uploads.</summary>
    public UsageDelta AddUploads(SpaceId space, long uploads, long bytes) =>
        AddBoth(space, "uploads", uploads).AddBoth(space, "bytes_reserved", bytes);

    /// <summary>Expiring links, which the plan limits.</summary>
    public UsageDelta AddLinks(long links) => Add(space: null, "links_used", links);

    /// <summary>Makes the commit fail on a Trash that was emptied up to that time or a later one (docs/adr/0011).</summary>
    public UsageDelta RequireTrashEmptiedBefore(DateTimeOffset time)
    {
        trashTime = new PatchCondition.SumAtMost(["last_cut_off"], UnixMicros.Of(time) - 1);
        return this;
    }

    /// <param name="condition">Holds the commit to a limit of the tenant's counters; null when there is none.</param>
    public IEnumerable<Change> ToChanges(PatchCondition? condition = null) =>
        increments.Select(entry => new PatchChange(entry.Key)
        {
            Increments = entry.Value,
            Condition = trashTime ?? (entry.Key == Usage.IdOf(space: null) ? condition : null),
        });

    /// <summary>The ids of the documents that a failed commit may have lost to.</summary>
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
