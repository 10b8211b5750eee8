using FluidCloud.Core.Counters;

namespace FluidCloud.Core.Folders;

/// <summary>How a folder counts in the counters of its tenant and space.</summary>
public static class FolderUsage
{
    public static UsageDelta Appears(this UsageDelta delta, Folder folder) => delta.AddFolders(folder.SpaceId, 1);

    public static UsageDelta Disappears(this UsageDelta delta, Folder folder) => delta.AddFolders(folder.SpaceId, -1);

    /// <summary>
    /// Adds every file that its totals include. The commit fails when the last sweep's cut-off is not before the folder's
    /// <c>deleted_at</c>.
    /// </summary>
    public static UsageDelta EntersTrash(this UsageDelta delta, Folder folder) =>
        delta.RequireTrashEmptiedBefore(folder.DeletedAt!.Value).AddTrash(folder.SpaceId, folder.Files, folder.Bytes);

    public static UsageDelta LeavesTrash(this UsageDelta delta, Folder folder) =>
        delta.AddTrash(folder.SpaceId, -folder.Files, -folder.Bytes);
}
