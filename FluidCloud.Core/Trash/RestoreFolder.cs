using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Trash;

/// <summary>
/// Restores a folder from Trash with everything that was trashed with it. Between a restore and a purge, the first durable
/// write wins (statement 220).
/// </summary>
public sealed class RestoreFolder(FindFolder find, IMetadataStore metadata, TimeProvider time)
{
    /// <exception cref="FluidCloudException">404 when it is purged or being purged; 409 when it is not in Trash.</exception>
    public async Task<Folder> Run(Reach reach, FolderId id, CancellationToken cancel)
    {
        reach.RequireEveryApp();
        var tenant = reach.Tenant;
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var folder = await find.ById(reach, id, cancel);
            if (folder.Effective.DeletedAt is null)
                throw Errors.FolderNotInTrash();
            var home = await Home(reach, folder.Stored, cancel);
            var restored = folder.Stored with { DeletedAt = null, ParentId = home.Nearest, UpdatedAt = time.GetUtcNow() };
            var totals = new FolderTotals().Lose(folder.CountedBy, restored).Gain(home, restored);
            var result = await metadata.Commit(Partitions.Of(tenant),
                [Change.Replace(restored), .. new UsageDelta().LeavesTrash(restored).ToChanges(), .. totals.ToChanges()], cancel);
            if (result.Succeeded)
                return restored;
            result.ExpectRaceOn([restored.Id, .. totals.Folders]);
        }
    }

    /// <summary>Its parent; the root when the parent is gone, in Trash (statement 226), or now nested too deep.</summary>
    private async Task<FolderChain> Home(Reach reach, Folder folder, CancellationToken cancel)
    {
        var home = await find.Home(reach, folder.ParentId, cancel);
        return home.HasRoomFor(folder.Height) ? home : FolderChain.Root;
    }
}
