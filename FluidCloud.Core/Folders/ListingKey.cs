namespace FluidCloud.Core.Folders;

/// <summary>The values of the indexed field <c>listing</c>: which listing shows a file or a folder.</summary>
public static class ListingKey
{
    /// <summary>Items that went to Trash on their own, in all spaces of the tenant.</summary>
    public const string Trash = "trash";

    /// <param name="folder">null for the root of the space.</param>
    public static string Of(SpaceId space, FolderId? folder) => $"{space}/{folder}";
}
