using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Quota;

/// <summary>Collects what a commit does to the counters and turns it into patches: one per touched document.</summary>
public sealed class UsageDelta
{
    private readonly Dictionary<string, Dictionary<string, long>> increments = [];

    /// <summary>An upload that begins holds room in the pool of the tenant.</summary>
    public UsageDelta Reserve(long bytes) => Add(space: null, "bytes_reserved", bytes);

    public UsageDelta Release(long bytes) => Reserve(-bytes);

    /// <summary>An upload that begins names its product namespace, so that it counts before any file of it does.</summary>
    public UsageDelta Names(string app) => Add(space: null, $"app_files/{app}", 0);

    /// <summary>A record comes into being.</summary>
    public UsageDelta Appears(FileItem file) => Count(file, 1);

    /// <summary>A record goes for good, be it live or in Trash.</summary>
    public UsageDelta Disappears(FileItem file)
    {
        Count(file, -1);
        return file.DeletedAt is null ? this : LeavesTrash(file);
    }

    public UsageDelta EntersTrash(FileItem file) => Trash(file, 1);

    public UsageDelta LeavesTrash(FileItem file) => Trash(file, -1);

    /// <param name="condition">Holds the commit to a limit of the tenant's counters; null when there is none.</param>
    public IEnumerable<Change> ToChanges(PatchCondition? condition = null) =>
        increments.Select(entry => new PatchChange(entry.Key)
        {
            Increments = entry.Value,
            Condition = entry.Key == Usage.IdOf(space: null) ? condition : null,
        });

    private UsageDelta Count(FileItem file, long sign)
    {
        foreach (SpaceId? space in new SpaceId?[] { null, file.SpaceId })
        {
            Add(space, "bytes_used", sign * file.Size);
            Add(space, "files", sign);
        }
        Add(space: null, $"app_bytes/{file.SourceApp}", sign * file.Size);
        Add(space: null, $"app_files/{file.SourceApp}", sign);
        return this;
    }

    private UsageDelta Trash(FileItem file, long sign)
    {
        foreach (SpaceId? space in new SpaceId?[] { null, file.SpaceId })
        {
            Add(space, "trash_files", sign);
            Add(space, "trash_bytes", sign * file.Size);
        }
        return this;
    }

    private UsageDelta Add(SpaceId? space, string path, long amount)
    {
        var id = Usage.IdOf(space);
        if (!increments.TryGetValue(id, out var paths))
            increments[id] = paths = [];
        paths[path] = paths.GetValueOrDefault(path) + amount;
        return this;
    }
}
