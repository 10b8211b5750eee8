using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Trash;

/// <summary>Moves a file to Trash. Its bytes stay, and count, until it is purged.</summary>
public sealed class TrashFile(FindFile find, IMetadataStore metadata, TimeProvider time)
{
    /// <returns>The file in Trash; one that was there already is unchanged, its clock too (statement 225).</returns>
    public async Task<FileItem> Run(TenantId tenant, FileId id, CancellationToken cancel)
    {
        var trashTime = new TrashTime(metadata, time);
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var file = await find.Located(tenant, id, cancel);
            if (file.Effective.DeletedAt is not null)
                return file.Effective;
            var trashed = file.Stored with { DeletedAt = trashTime.Next(), TrashRoot = id.Value, UpdatedAt = time.GetUtcNow() };
            var usage = new UsageDelta().EntersTrash(trashed);
            var totals = new FolderTotals().Lose(file.CountedBy, trashed);
            var result = await metadata.Commit(Partitions.Of(tenant),
                [Change.Replace(trashed), .. usage.ToChanges(), .. totals.ToChanges()], cancel);
            if (result.Succeeded)
                return trashed;
            // On the counters it lost to an emptying by a clock that is ahead of this one.
            result.ExpectRaceOn([trashed.Id, .. usage.Documents, .. totals.Folders]);
            await trashTime.Lost(result, tenant, trashed.SpaceId, cancel);
        }
    }
}
