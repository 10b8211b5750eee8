namespace FluidCloud.Core.Folders;

/// <summary>
/// A folder and its ancestors, nearest first: up to the root of the space, or to the nearest one in Trash.
/// </summary>
/// <param name="Folders">Empty for the root of the space.</param>
/// <param name="IsBroken">The folder does not exist.</param>
public sealed record FolderChain(IReadOnlyList<Folder> Folders, bool IsBroken = false)
{
    public static readonly FolderChain Root = new([]);

    /// <summary>null for the root of the space.</summary>
    public FolderId? Nearest => Folders is [var nearest, ..] ? nearest.FolderId : null;

    /// <summary>The trashed folder that puts everything below it in Trash; null when the chain is live.</summary>
    public Folder? Trashed => Folders is [.., { DeletedAt: not null } trashed] ? trashed : null;

    public bool IsLive => !IsBroken && Trashed is null;

    public bool Contains(Folder folder) => Folders.Any(one => one.Id == folder.Id);

    /// <summary>Whether a tree of that many levels fits here.</summary>
    public bool HasRoomFor(int height) => Folders.Count + height <= Folder.MaxDepth;
}
