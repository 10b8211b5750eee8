using FluidCloud.Core.Counters;
using FluidCloud.Core.Folders;

namespace FluidCloud.Core.Files;

/// <summary>What a file counts for, in the counters of its tenant and space and in the totals of the folders above it.</summary>
public static class FileUsage
{
    /// <summary>A record comes into being.</summary>
    public static UsageDelta Appears(this UsageDelta delta, FileItem file) => delta.AddFiles(file.SpaceId, file.SourceApp, 1, file.Size);

    /// <summary>A record goes for good, be it live or in Trash.</summary>
    public static UsageDelta Disappears(this UsageDelta delta, FileItem file)
    {
        delta.AddFiles(file.SpaceId, file.SourceApp, -1, -file.Size);
        return file.DeletedAt is null ? delta : delta.LeavesTrash(file);
    }

    /// <summary>The commit fails when Trash was emptied up to a later time than the file's.</summary>
    public static UsageDelta EntersTrash(this UsageDelta delta, FileItem file) =>
        delta.RequireTrashEmptiedBefore(file.DeletedAt!.Value).AddTrash(file.SpaceId, 1, file.Size);

    public static UsageDelta LeavesTrash(this UsageDelta delta, FileItem file) => delta.AddTrash(file.SpaceId, -1, -file.Size);

    /// <param name="chain">The folders above the file.</param>
    public static FolderTotals Gain(this FolderTotals totals, FolderChain chain, FileItem file) => totals.AddFiles(chain, 1, file.Size);

    /// <inheritdoc cref="Gain"/>
    public static FolderTotals Lose(this FolderTotals totals, FolderChain chain, FileItem file) => totals.AddFiles(chain, -1, -file.Size);
}
