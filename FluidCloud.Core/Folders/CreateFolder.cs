using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Folders;

/// <summary>Creates a folder. Names are not unique.</summary>
public sealed class CreateFolder(FindFolder find, IMetadataStore metadata, TimeProvider time)
{
    /// <param name="parent">null for the root of the space.</param>
    /// <exception cref="FluidCloudException">404 no such space or parent, 400 nested too deep, 409 the parent is in Trash.</exception>
    public async Task<Folder> Run(Caller caller, SpaceId space, FolderId? parent, string? name, CancellationToken cancel)
    {
        var partition = Partitions.Of(caller.Tenant);
        var folder = Build(caller, space, parent, Names.ValidateFileName(name, "name"));
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            if (!caller.Reach.Covers(space) || await metadata.Read<Space>(partition, space.ToString(), cancel) is null)
                throw Errors.SpaceNotFound();
            var chain = await find.Destination(caller.Reach, space, parent, Errors.FolderNotFound, cancel);
            if (!chain.HasRoomFor(folder.Height))
                throw Errors.TooDeep(Folder.MaxDepth);
            var totals = new FolderTotals().Gain(chain, folder);
            // The commit patches the counters of the space, so it fails when the space was just deleted.
            var usage = new UsageDelta().Appears(folder);
            var result = await metadata.Commit(partition, [Change.Create(folder), .. usage.ToChanges(), .. totals.ToChanges()], cancel);
            // The id is random: a conflict on it means that this commit succeeded before and its response was lost.
            if (result.Succeeded || result.Conflict!.Reason == ConflictReason.Exists)
                return folder;
            result.ExpectRaceOn([Usage.IdOf(space), .. totals.Folders]);
        }
    }

    private Folder Build(Caller caller, SpaceId space, FolderId? parent, string name)
    {
        var now = time.GetUtcNow();
        return new()
        {
            Id = Id.New<FolderId>().ToString(),
            TenantId = caller.Tenant,
            SpaceId = space,
            ParentId = parent,
            Name = name,
            CreatedBy = caller.KeyPrefix,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}
