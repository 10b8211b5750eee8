namespace FluidCloud.Core.Folders;

/// <summary>The folders of a tenant that one request has read: files share the folders above them, and pages share folders.</summary>
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
