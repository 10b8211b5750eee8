using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Uploads;

namespace FluidCloud.Core.Quota;

/// <summary>Collects what a commit does to the counters and turns it into patches: one per touched document.</summary>
public sealed class UsageDelta
{
    private readonly Dictionary<string, Dictionary<string, long>> increments = [];
    private PatchCondition? trashTime;

    /// <summary>An upload that begins holds room in the pool of the tenant.</summary>
    public UsageDelta Reserve(Upload upload) => Hold(upload, 1);

    public UsageDelta Release(Upload upload) => Hold(upload, -1);

    /// <summary>An upload holds more room than it did, or less.</summary>
    public UsageDelta Resize(Upload upload, long bytes) =>
        Add(space: null, "bytes_reserved", bytes).Add(upload.SpaceId, "bytes_reserved", bytes);

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

    /// <summary>The commit fails on the counters of a Trash that was emptied up to a later time (docs/adr/0011).</summary>
    public UsageDelta EntersTrash(FileItem file) => After(file.DeletedAt).Trash(file.SpaceId, 1, file.Size);

    public UsageDelta LeavesTrash(FileItem file) => Trash(file.SpaceId, -1, -file.Size);

    public UsageDelta Appears(Folder folder) => Count(folder, 1);

    public UsageDelta Disappears(Folder folder) => Count(folder, -1);

    /// <inheritdoc cref="EntersTrash(FileItem)"/>
    /// <remarks>With every file that its totals hold.</remarks>
    public UsageDelta EntersTrash(Folder folder) => After(folder.DeletedAt).Trash(folder.SpaceId, folder.Files, folder.Bytes);

    public UsageDelta LeavesTrash(Folder folder) => Trash(folder.SpaceId, -folder.Files, -folder.Bytes);

    /// <summary>A link that counts under the tenant's cap comes into being; any other changes nothing.</summary>
    public UsageDelta Appears(Share share) => Count(share, 1);

    public UsageDelta Disappears(Share share) => Count(share, -1);

    /// <param name="condition">Holds the commit to a limit of the tenant's counters; null when there is none.</param>
    public IEnumerable<Change> ToChanges(PatchCondition? condition = null) =>
        increments.Select(entry => new PatchChange(entry.Key)
        {
            Increments = entry.Value,
            Condition = trashTime ?? (entry.Key == Usage.IdOf(space: null) ? condition : null),
        });

    /// <summary>The documents that a failed commit may have lost to.</summary>
    public IEnumerable<string> Documents => increments.Keys;

    private UsageDelta After(DateTimeOffset? deletedAt)
    {
        trashTime = new PatchCondition.SumAtMost(["last_cut_off"], CutOffTime.Micros(deletedAt!.Value) - 1);
        return this;
    }

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

    private UsageDelta Count(Share share, long sign) => share.TakesSlot ? Add(space: null, "links_used", sign) : this;

    private UsageDelta Count(Folder folder, long sign) =>
        Add(space: null, "folders", sign).Add(folder.SpaceId, "folders", sign);

    private UsageDelta Hold(Upload upload, long sign)
    {
        foreach (SpaceId? space in new SpaceId?[] { null, upload.SpaceId })
        {
            Add(space, "bytes_reserved", sign * upload.Size);
            Add(space, "uploads", sign);
        }
        return this;
    }

    private UsageDelta Trash(SpaceId inSpace, long files, long bytes)
    {
        foreach (SpaceId? space in new SpaceId?[] { null, inSpace })
        {
            Add(space, "trash_files", files);
            Add(space, "trash_bytes", bytes);
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
