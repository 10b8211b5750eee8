using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Folders;

/// <summary>Renames a folder, moves it with everything in it, or both in one commit.</summary>
public sealed class EditFolder(FindFolder find, IMetadataStore metadata, TimeProvider time)
{
    /// <exception cref="FluidCloudException">
    /// 404 no such folder or destination; 403 it is outside the reach (236); 400 of another space, into itself or too deep; 409 one of them is in Trash.
    /// </exception>
    public async Task<Folder> Run(Reach reach, FolderId id, FolderEdit edit, CancellationToken cancel)
    {
        reach.RequireEveryApp();
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var folder = await find.ById(reach, id, cancel);
            if (folder.Effective.DeletedAt is not null)
                throw Errors.FolderInTrash();
            var target = await Target(reach, folder, edit, cancel);
            var edited = folder.Stored with { Name = edit.Name ?? folder.Stored.Name, ParentId = target.Nearest };
            if (edited == folder.Stored)
                return edited;
            edited = edited with { UpdatedAt = time.GetUtcNow() };
            var totals = new FolderTotals();
            if (edited.ParentId != folder.Stored.ParentId)
                totals.Lose(folder.CountedBy, edited).Gain(target, edited);
            var result = await metadata.Commit(Partitions.Of(reach.Tenant), [Change.Replace(edited), .. totals.ToChanges()], cancel);
            if (result.Succeeded)
                return edited;
            result.ExpectRaceOn([edited.Id, .. totals.Folders]);
        }
    }

    private async Task<FolderChain> Target(Reach reach, LocatedFolder folder, FolderEdit edit, CancellationToken cancel)
    {
        if (edit.MoveTo is not { } destination)
            return folder.CountedBy;
        var chain = await find.Destination(reach, folder.Stored.SpaceId, destination.Folder, Errors.DestinationOutsideAccess, cancel);
        if (chain.Contains(folder.Stored))
            throw Errors.IntoItself();
        return chain.HasRoomFor(folder.Stored.Height) ? chain : throw Errors.TooDeep(Folder.MaxDepth);
    }
}

/// <summary>Changes to a folder. null leaves a property unchanged.</summary>
/// <param name="Name">Validated.</param>
public sealed record FolderEdit(string? Name, Destination? MoveTo);

/// <param name="Folder">null for the root of the space.</param>
public sealed record Destination(FolderId? Folder);
