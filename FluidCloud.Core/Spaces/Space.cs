using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Spaces;

/// <summary>A top-level container of a tenant. Files and folders never move from one space to another.</summary>
public sealed record Space : Document, IDocumentType
{
    public static string Type => "space";

    public required TenantId TenantId { get; init; }
    public required string Name { get; init; }

    /// <summary>The product namespace that created it; <see cref="NativeApp"/> for FluidCloud itself.</summary>
    public required string App { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public const string NativeApp = "fluidcloud";

    public const int MaxNameCharacters = 200;
}

/// <summary>Oldest first.</summary>
public sealed record SpacesByAge(int Limit) : Query<Space>(Limit)
{
    public override QueryShape Shape => QueryShape.All.Ascending("created_at", "id");

    /// <summary>The keyset that follows the space.</summary>
    public static Keyset Behind(Space space) => new([MetadataJson.Text(space.CreatedAt), space.Id]);

    public const int KeysetValues = 2;
}

/// <summary>Marks that the tenant's default space was created, so that two concurrent first calls create only one.</summary>
public sealed record DefaultSpaceMade : Document, IDocumentType
{
    public static string Type => "default_space_made";

    public const string OnlyId = "default-space-made";
}
