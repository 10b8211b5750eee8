namespace FluidCloud.Core.Access;

/// <summary>A permission of a key: <c>area:read</c> or <c>area:write</c>.</summary>
public readonly record struct Scope(string Name)
{
    public static readonly Scope SpacesRead = new("spaces:read");
    public static readonly Scope SpacesWrite = new("spaces:write");
    public static readonly Scope FoldersRead = new("folders:read");
    public static readonly Scope FoldersWrite = new("folders:write");
    public static readonly Scope FilesRead = new("files:read");
    public static readonly Scope FilesWrite = new("files:write");
    public static readonly Scope SharesRead = new("shares:read");
    public static readonly Scope SharesWrite = new("shares:write");
    public static readonly Scope QuotaRead = new("quota:read");

    /// <summary>
    /// The right to erase for good. It is no scope of its own: <c>files:write</c> holds it, unless the key was made without.
    /// </summary>
    public const string Purge = "files:purge";

    public static readonly IReadOnlyList<Scope> All =
    [
        SpacesRead, SpacesWrite, FoldersRead, FoldersWrite, FilesRead, FilesWrite, SharesRead, SharesWrite, QuotaRead,
    ];

    /// <exception cref="FluidCloudException">422: no such scope.</exception>
    public static Scope Parse(string name) => All.Contains(new(name))
        ? new(name)
        : throw Errors.Invalid("scopes", $"'{name}' is not one of {string.Join(", ", All)}");

    public override string ToString() => Name;
}
