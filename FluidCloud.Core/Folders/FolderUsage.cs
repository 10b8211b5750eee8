using FluidCloud.Core.Counters;

namespace FluidCloud.Core.Folders;

/// <summary>What a folder counts for in the counters of its tenant and space.</summary>
public static class FolderUsage
{
    public static UsageDelta Appears(this UsageDelta delta, Folder folder) => delta.AddFolders(folder.SpaceId, 1);

    public static UsageDelta Disappears(this UsageDelta delta, Folder folder) => delta.AddFolders(folder.SpaceId, -1);

    /// <summary>With every file that its totals count. The commit fails when Trash was emptied up to a later time than the folder's.</summary>
    public static UsageDelta EntersTrash(this UsageDelta delta, Folder folder) =>
        delta.RequireTrashEmptiedBefore(folder.DeletedAt!.Value).AddTrash(folder.SpaceId, folder.Files, folder.Bytes);

    public static UsageDelta LeavesTrash(this UsageDelta delta, Folder folder) =>
        delta.AddTrash(folder.SpaceId, -folder.Files, -folder.Bytes);
}
