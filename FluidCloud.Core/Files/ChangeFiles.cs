using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Files;

/// <summary>Changes up to <see cref="MaxFiles"/> files in few commits. Used to trash and to restore files.</summary>
public sealed class ChangeFiles(IMetadataStore metadata, LocateFiles locate, TimeProvider time)
{
    /// <summary>The maximum number of files in a call.</summary>
    public const int MaxFiles = 1000;

    /// <summary>As many as fit into one commit with the counters and some folders.</summary>
    private const int FilesOfCommit = 64;

    /// <summary>Changes the files that can be changed and leaves refused files unchanged.</summary>
    /// <returns>One outcome per id, in the order of first mention.</returns>
    public async Task<IReadOnlyDictionary<FileId, FileAnswer>> Run(
        Reach reach, IEnumerable<FileId> files, IFileChange change, CancellationToken cancel)
    {
        var answers = files.Distinct().ToDictionary(file => file, _ => new FileAnswer(File: null, Errors.FileNotFound()));
        foreach (var slice in answers.Keys.Chunk(FilesOfCommit))
            await Slice(reach, slice, change, answers, cancel);
        return answers;
    }

    private async Task Slice(
        Reach reach, FileId[] files, IFileChange change, Dictionary<FileId, FileAnswer> answers, CancellationToken cancel)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var found = await locate.ByIds(reach, files, cancel);
            var (usage, totals) = (new UsageDelta(), new FolderTotals());
            var changed = new List<FileItem>();
            foreach (var file in found)
            {
                answers[file.Stored.FileId] = await change.Decide(reach, file, usage, totals, cancel);
                if (answers[file.Stored.FileId] is { IsChanged: true, File: { } next })
                    changed.Add(next);
            }
            foreach (var gone in files.Except(found.Select(file => file.Stored.FileId)))
                answers[gone] = new(File: null, Errors.FileNotFound());
            if (changed.Count == 0)
                return;
            IReadOnlyList<Change> changes = [.. changed.Select(Change.Replace), .. usage.ToChanges(), .. totals.ToChanges()];
            if (changed.Count > 1 && changes.Sum(one => one.Operations) > IMetadataStore.MaxOperations)
            {
                var half = files.Length / 2;
                await Slice(reach, files[..half], change, answers, cancel);
                await Slice(reach, files[half..], change, answers, cancel);
                return;
            }
            var result = await metadata.Commit(Partitions.Of(reach.Tenant), changes, cancel);
            if (result.Succeeded)
                return;
            result.ExpectRaceOn([.. changed.Select(file => file.Id), .. usage.Documents, .. totals.Folders]);
            await change.Lost(result, reach.Tenant, changed, cancel);
        }
    }
}

/// <summary>The change that a call makes to each of its files.</summary>
public interface IFileChange
{
    /// <summary>Decides the change of one file, and adds its effect on the counters and folder totals.</summary>
    Task<FileAnswer> Decide(Reach reach, LocatedFile file, UsageDelta usage, FolderTotals totals, CancellationToken cancel);

    /// <summary>Called when a commit had a conflict, before it is tried again.</summary>
    Task Lost(CommitResult result, TenantId tenant, IReadOnlyList<FileItem> files, CancellationToken cancel);
}

/// <param name="File">The file after the change; null when refused.</param>
/// <param name="Refused">Why the change was refused; null when it was not.</param>
/// <param name="IsChanged">
/// Whether <paramref name="File"/> must be stored; false when the file was already in the wanted state.
/// </param>
public sealed record FileAnswer(FileItem? File, FluidCloudException? Refused, bool IsChanged = false)
{
    /// <exception cref="FluidCloudException">The change was refused.</exception>
    public FileItem Required() => File ?? throw Refused!;
}
