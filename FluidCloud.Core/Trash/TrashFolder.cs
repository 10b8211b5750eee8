using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Trash;

/// <summary>
/// Moves a folder to Trash with everything in it, in one commit of constant size. What was trashed before keeps its own
/// <c>deleted_at</c> and is restored on its own.
/// </summary>
public sealed class TrashFolder(FindFolder find, IMetadataStore metadata, TimeProvider time)
{
    /// <returns>
    /// The folder in Trash. A folder that was there already is unchanged, its <c>deleted_at</c> included (statement 225).
    /// </returns>
    public async Task<Folder> Run(Reach reach, FolderId id, CancellationToken cancel)
    {
        reach.RequireEveryApp();
        var trashTime = new TrashTime(metadata, time);
        var tenant = reach.Tenant;
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var folder = await find.ById(reach, id, cancel);
            if (folder.Effective.DeletedAt is not null)
                return folder.Effective;
            var trashed = folder.Stored with { DeletedAt = trashTime.Next(), UpdatedAt = time.GetUtcNow() };
            var usage = new UsageDelta().EntersTrash(trashed);
            var totals = new FolderTotals().Lose(folder.CountedBy, trashed);
            var result = await metadata.Commit(Partitions.Of(tenant),
                [Change.Replace(trashed), .. usage.ToChanges(), .. totals.ToChanges()], cancel);
            if (result.Succeeded)
                return trashed;
            // A conflict on the counters: Trash was emptied by an instance whose clock is ahead of this one.
            result.ExpectRaceOn([trashed.Id, .. usage.Documents, .. totals.Folders]);
            await trashTime.Lost(result, tenant, [trashed.SpaceId], cancel);
        }
    }
}
