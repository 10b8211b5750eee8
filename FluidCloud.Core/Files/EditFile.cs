using FluidCloud.Core.Access;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Files;

/// <summary>Renames, moves and tags a file in one commit (statement 151). Its bytes and id stay the same.</summary>
public sealed class EditFile(FindFile find, FindFolder folders, IMetadataStore metadata, TimeProvider time)
{
    /// <returns>The file; unchanged when the edit changes nothing.</returns>
    /// <exception cref="FluidCloudException">
    /// 404 no such file or folder (157), 403 the folder is outside the reach (158, 236), 400 the folder is in a different space (156), 409 the file (224) or the folder is in Trash.
    /// </exception>
    public async Task<FileItem> Run(Reach reach, FileId id, FileEdit edit, CancellationToken cancel)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var file = await find.Located(reach, id, cancel);
            if (file.Effective.DeletedAt is not null)
                throw Errors.InTrash();
            var target = edit.MoveTo is { } destination
                ? await folders.Destination(reach, file.Stored.SpaceId, destination.Folder, Errors.DestinationOutsideAccess, cancel)
                : file.CountedBy;
            var edited = file.Stored with
            {
                OriginalName = edit.OriginalName ?? file.Stored.OriginalName,
                FolderId = target.Nearest,
                Tags = edit.Tags ?? file.Stored.Tags,
            };
            if (edited == file.Stored)
                return edited;
            edited = edited with { UpdatedAt = time.GetUtcNow() };
            var totals = new FolderTotals();
            if (edited.FolderId != file.Stored.FolderId)
                totals.Lose(file.CountedBy, edited).Gain(target, edited);
            var result = await metadata.Commit(Partitions.Of(reach.Tenant), [Change.Replace(edited), .. totals.ToChanges()], cancel);
            if (result.Succeeded)
                return edited;
            result.ExpectRaceOn([edited.Id, .. totals.Folders]);
        }
    }
}

/// <summary>Changes to a file. null leaves a property unchanged.</summary>
/// <param name="OriginalName">Validated, as are <paramref name="Tags"/>.</param>
public sealed record FileEdit(string? OriginalName, Destination? MoveTo, IReadOnlyList<string>? Tags);
