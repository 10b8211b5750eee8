namespace FluidCloud.Core.Folders;

/// <summary>A folder and those above it, the nearest first: up to the root of the space, or to the nearest one in Trash.</summary>
/// <param name="Folders">Empty for the root of the space.</param>
/// <param name="IsBroken">There is no such folder.</param>
public sealed record FolderChain(IReadOnlyList<Folder> Folders, bool IsBroken = false)
{
    public static readonly FolderChain Root = new([]);

    /// <summary>null for the root of the space.</summary>
    public FolderId? Nearest => Folders is [var nearest, ..] ? nearest.FolderId : null;

    /// <summary>Why everything below is in Trash; null when it is not.</summary>
    public Folder? Trashed => Folders is [.., { DeletedAt: not null } trashed] ? trashed : null;

    public bool IsLive => !IsBroken && Trashed is null;

    public bool Contains(Folder folder) => Folders.Any(one => one.Id == folder.Id);

    /// <summary>Whether a tree may be put here.</summary>
    public bool HasRoomFor(int height) => Folders.Count + height <= Folder.MaxDepth;
}
