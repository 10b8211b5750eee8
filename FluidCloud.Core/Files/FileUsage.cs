using FluidCloud.Core.Counters;
using FluidCloud.Core.Folders;

namespace FluidCloud.Core.Files;

/// <summary>How a file counts in the counters of its tenant and space and in the totals of its folders.</summary>
public static class FileUsage
{
    /// <summary>Adds a new record.</summary>
    public static UsageDelta Appears(this UsageDelta delta, FileItem file) => delta.AddFiles(file.SpaceId, file.SourceApp, 1, file.Size);

    /// <summary>Removes a record, live or in Trash.</summary>
    public static UsageDelta Disappears(this UsageDelta delta, FileItem file)
    {
        delta.AddFiles(file.SpaceId, file.SourceApp, -1, -file.Size);
        return file.DeletedAt is null ? delta : delta.LeavesTrash(file);
    }

    /// <summary>The commit fails when the last sweep's cut-off is not before the file's <c>deleted_at</c>.</summary>
    public static UsageDelta EntersTrash(this UsageDelta delta, FileItem file) =>
        delta.RequireTrashEmptiedBefore(file.DeletedAt!.Value).AddTrash(file.SpaceId, 1, file.Size);

    public static UsageDelta LeavesTrash(this UsageDelta delta, FileItem file) => delta.AddTrash(file.SpaceId, -1, -file.Size);

    /// <param name="chain">The folders above the file.</param>
    public static FolderTotals Gain(this FolderTotals totals, FolderChain chain, FileItem file) => totals.AddFiles(chain, 1, file.Size);

    /// <inheritdoc cref="Gain"/>
    public static FolderTotals Lose(this FolderTotals totals, FolderChain chain, FileItem file) => totals.AddFiles(chain, -1, -file.Size);
}
