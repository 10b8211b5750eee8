using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Trash;

/// <summary>
/// Moves a folder to Trash with all that is in it: one commit, whatever it holds. What was trashed before keeps its own
/// time and is restored on its own.
/// </summary>
public sealed class TrashFolder(FindFolder find, IMetadataStore metadata, TimeProvider time)
{
    /// <returns>The folder in Trash; one that was there already is unchanged, its clock too (statement 225).</returns>
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
            // On the counters it lost to an emptying by a clock that is ahead of this one.
            result.ExpectRaceOn([trashed.Id, .. usage.Documents, .. totals.Folders]);
            await trashTime.Lost(result, tenant, [trashed.SpaceId], cancel);
        }
    }
}
