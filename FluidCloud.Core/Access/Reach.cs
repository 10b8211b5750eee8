namespace FluidCloud.Core.Access;

/// <summary>
/// What a call may touch of its tenant: all of it, or what a key was narrowed to (statement 235). Whatever a caller names is
/// looked for here, so that what lies outside is not found, as another tenant's is (statement 236).
/// </summary>
public sealed record Reach(TenantId Tenant)
{
    /// <summary>The only spaces; empty for all. Of a key that is narrowed to a folder it is the folder's.</summary>
    public IReadOnlyList<SpaceId> Spaces { get; init; } = [];

    /// <summary>The only folder, with all below it; null for all.</summary>
    public FolderId? Folder { get; init; }

    /// <summary>The only product namespace; null for all.</summary>
    public string? App { get; init; }

    /// <summary>Whether it is the whole tenant.</summary>
    public bool IsWhole => Spaces.Count == 0 && Folder is null && App is null;

    public bool Covers(SpaceId space) => Spaces.Count == 0 || Spaces.Contains(space);

    public bool Covers(string app) => App is null || App == app;

    /// <summary>For what concerns whole spaces, such as renaming one or emptying its Trash.</summary>
    /// <exception cref="FluidCloudException">403: the key is narrowed to a folder or to a product namespace.</exception>
    public void RequireWholeSpaces()
    {
        if (Folder is not null || App is not null)
            throw Errors.OutsideAccess("The key is narrowed to a part of its spaces.");
    }

    /// <summary>For what concerns spaces that there are not yet.</summary>
    /// <exception cref="FluidCloudException">403: the key is narrowed to some spaces.</exception>
    public void RequireEverySpace()
    {
        if (Spaces.Count > 0)
            throw Errors.OutsideAccess("The key is narrowed to some spaces.");
    }

    /// <summary>The scopes of Trash that an order for one space, or for all, is about.</summary>
    /// <param name="space">null for all that is within the reach.</param>
    /// <returns>null in it is the whole tenant.</returns>
    /// <exception cref="FluidCloudException">404 another space; 403 as <see cref="RequireWholeSpaces"/>.</exception>
    public IReadOnlyList<SpaceId?> TrashScopes(SpaceId? space)
    {
        RequireWholeSpaces();
        if (space is { } only)
            return Covers(only) ? [only] : throw Errors.SpaceNotFound();
        return Spaces.Count == 0 ? [null] : [.. Spaces.Select(one => (SpaceId?)one)];
    }

    /// <summary>For what concerns folders with all that is in them: they hold files of every product namespace.</summary>
    /// <exception cref="FluidCloudException">403: the key is narrowed to a product namespace.</exception>
    public void RequireEveryApp()
    {
        if (App is not null)
            throw Errors.OutsideAccess("The key is narrowed to one app, and a folder holds the files of every app.");
    }

    /// <summary>The product namespace to look in.</summary>
    /// <param name="wanted">null for all.</param>
    /// <returns>null for all.</returns>
    public string? Narrow(string? wanted) => App ?? wanted;

    /// <summary>The whole tenant: for what the product does itself, and for keys that are not narrowed.</summary>
    public static implicit operator Reach(TenantId tenant) => new(tenant);
}
