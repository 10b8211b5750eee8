using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;

namespace FluidCloud.Core.Trash;

/// <summary>
/// Moves a folder to Trash with all that is in it: one commit, whatever it holds. What was trashed before keeps its own
/// time and is restored on its own.
/// </summary>
public sealed class TrashFolder(FindFolder find, IMetadataStore metadata, TimeProvider time)
{
    /// <returns>The folder in Trash; one that was there already is unchanged, its clock too (statement 225).</returns>
    public async Task<Folder> Run(TenantId tenant, FolderId id, CancellationToken cancel)
    {
        while (true)
        {
            var folder = await find.ById(tenant, id, cancel);
            if (folder.Effective.DeletedAt is not null)
                return folder.Effective;
            var now = time.GetUtcNow();
            var trashed = folder.Stored with { DeletedAt = now, UpdatedAt = now };
            var totals = new FolderTotals().Lose(folder.CountedBy, trashed);
            var result = await metadata.Commit(Partitions.Of(tenant),
                [Change.Replace(trashed), .. new UsageDelta().EntersTrash(trashed).ToChanges(), .. totals.ToChanges()], cancel);
            if (result.Succeeded)
                return trashed;
            result.ExpectRaceOn([trashed.Id, .. totals.Folders]);
        }
    }
}
