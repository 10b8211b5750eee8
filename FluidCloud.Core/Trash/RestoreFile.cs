using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Trash;

/// <summary>
/// Takes a file out of Trash: to its folder, or to the root of the space when that is gone or in Trash (statement 226).
/// Against a purge the first durable write wins (statement 220).
/// </summary>
public sealed class RestoreFile(FindFile find, FindFolder folders, IMetadataStore metadata, TimeProvider time)
{
    /// <exception cref="FluidCloudException">404 when it is purged or being purged, 409 when it is not in Trash.</exception>
    public async Task<FileItem> Run(TenantId tenant, FileId id, CancellationToken cancel)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var file = await find.Located(tenant, id, cancel);
            if (file.Effective.DeletedAt is null)
                throw Errors.NotInTrash();
            var home = await folders.Home(tenant, file.Stored.FolderId, cancel);
            var restored = file.Stored with { DeletedAt = null, TrashRoot = null, FolderId = home.Nearest, UpdatedAt = time.GetUtcNow() };
            var totals = new FolderTotals().Lose(file.CountedBy, restored).Gain(home, restored);
            var result = await metadata.Commit(Partitions.Of(tenant),
                [Change.Replace(restored), .. new UsageDelta().LeavesTrash(restored).ToChanges(), .. totals.ToChanges()], cancel);
            if (result.Succeeded)
                return restored;
            result.ExpectRaceOn([restored.Id, .. totals.Folders]);
        }
    }
}
