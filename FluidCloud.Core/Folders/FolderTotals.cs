using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Folders;

/// <summary>
/// Collects the changes of a commit to the totals of folders and turns them into one patch per folder. Each patch requires
/// the folder's <see cref="Folder.Place"/>, so the commit fails when the chain has changed since it was read.
/// </summary>
public sealed class FolderTotals
{
    private readonly Dictionary<string, (Folder Folder, Dictionary<string, long> Increments)> touched = [];

    /// <summary>The ids of the folders on which the commit may conflict.</summary>
    public IEnumerable<string> Folders => touched.Keys;

    /// <summary>Adds files below the chain; negative amounts remove them.</summary>
    public FolderTotals AddFiles(FolderChain chain, long files, long bytes)
    {
        foreach (var above in chain.Folders)
        {
            Add(above, "files", files);
            Add(above, "bytes", bytes);
        }
        return this;
    }

    /// <summary>Adds a tree below the chain, with everything in it.</summary>
    public FolderTotals Gain(FolderChain chain, Folder folder) => Count(chain, folder, 1);

    public FolderTotals Lose(FolderChain chain, Folder folder) => Count(chain, folder, -1);

    public IEnumerable<Change> ToChanges() => touched.Values.Select(entry => new PatchChange(entry.Folder.Id)
    {
        Increments = entry.Increments,
        Condition = new PatchCondition.FieldEquals("place", entry.Folder.Place),
    });

    private FolderTotals Count(FolderChain chain, Folder folder, long sign)
    {
        foreach (var (index, above) in chain.Folders.Index())
        {
            Add(above, "files", sign * folder.Files);
            Add(above, "bytes", sign * folder.Bytes);
            Add(above, $"levels/{Folder.Level(index + 1)}", sign);
            for (var level = 1; level < folder.Height; level++)
                Add(above, $"levels/{Folder.Level(index + 1 + level)}", sign * folder.Levels.GetValueOrDefault(Folder.Level(level)));
        }
        return this;
    }

    private void Add(Folder folder, string path, long amount)
    {
        if (!touched.TryGetValue(folder.Id, out var entry))
            touched[folder.Id] = entry = (folder, []);
        entry.Increments[path] = entry.Increments.GetValueOrDefault(path) + amount;
    }
}
