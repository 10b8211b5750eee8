namespace FluidCloud.Core.Folders;

/// <summary>Caches the folders that one request has read, because files and pages share their folders.</summary>
public sealed class ReadFolders
{
    private readonly Dictionary<FolderId, Folder?> folders = [];

    /// <returns>null when there is no such folder.</returns>
    public async Task<Folder?> Get(FolderId id, Func<Task<Folder?>> read)
    {
        if (!folders.TryGetValue(id, out var folder))
            folders[id] = folder = await read();
        return folder;
    }

    public void Clear() => folders.Clear();
}
