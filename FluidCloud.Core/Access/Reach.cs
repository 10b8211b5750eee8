namespace FluidCloud.Core.Access;

/// <summary>
/// The part of a tenant that a call may access: everything, or what its key is restricted to (statement 235). Lookups use
/// it, so that anything outside is not found, like another tenant's data (statement 236).
/// </summary>
public sealed record Reach(TenantId Tenant)
{
    /// <summary>The accessible spaces; empty for all. For a key restricted to a folder, the folder's space.</summary>
    public IReadOnlyList<SpaceId> Spaces { get; init; } = [];

    /// <summary>The accessible folder, with everything below it; null for all.</summary>
    public FolderId? Folder { get; init; }

    /// <summary>The accessible product namespace; null for all.</summary>
    public string? App { get; init; }

    /// <summary>Whether it is the whole tenant.</summary>
    public bool IsWhole => Spaces.Count == 0 && Folder is null && App is null;

    public bool Covers(SpaceId space) => Spaces.Count == 0 || Spaces.Contains(space);

    public bool Covers(string app) => App is null || App == app;

    /// <summary>Required by operations on whole spaces, such as renaming one or emptying its Trash.</summary>
    /// <exception cref="FluidCloudException">403: the key is narrowed to a folder or to a product namespace.</exception>
    public void RequireWholeSpaces()
    {
        if (Folder is not null || App is not null)
            throw Errors.OutsideAccess("The key is narrowed to a part of its spaces.");
    }

    /// <summary>Required by operations on all spaces, such as creating one.</summary>
    /// <exception cref="FluidCloudException">403: the key is narrowed to some spaces.</exception>
    public void RequireEverySpace()
    {
        if (Spaces.Count > 0)
            throw Errors.OutsideAccess("The key is narrowed to some spaces.");
    }

    /// <summary>The scopes of Trash that a request for one space, or for all, covers.</summary>
    /// <param name="space">null for everything within the reach.</param>
    /// <returns>The scopes; a null element is the whole tenant.</returns>
    /// <exception cref="FluidCloudException">404 another space; 403 as <see cref="RequireWholeSpaces"/>.</exception>
    public IReadOnlyList<SpaceId?> TrashScopes(SpaceId? space)
    {
        RequireWholeSpaces();
        if (space is { } only)
            return Covers(only) ? [only] : throw Errors.SpaceNotFound();
        return Spaces.Count == 0 ? [null] : [.. Spaces.Select(one => (SpaceId?)one)];
    }

    /// <summary>Required by operations on a folder's contents, which may belong to any product namespace.</summary>
    /// <exception cref="FluidCloudException">403: the key is narrowed to a product namespace.</exception>
    public void RequireEveryApp()
    {
        if (App is not null)
            throw Errors.OutsideAccess("The key is narrowed to one app, and a folder holds the files of every app.");
    }

    /// <summary>The product namespace to search.</summary>
    /// <param name="wanted">null for all.</param>
    /// <returns>null for all.</returns>
    public string? Narrow(string? wanted) => App ?? wanted;

    /// <summary>The whole tenant: for background work, and for keys without restrictions.</summary>
    public static implicit operator Reach(TenantId tenant) => new(tenant);
}
