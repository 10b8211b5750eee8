using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Spaces;

/// <summary>A top-level container of a tenant. Nothing ever crosses from one space into another.</summary>
public sealed record Space : Document, IDocumentType
{
    public static string Type => "space";

    public required TenantId TenantId { get; init; }
    public required string Name { get; init; }

    /// <summary>The product that made it; <see cref="NativeApp"/> for FluidCloud itself.</summary>
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

    /// <summary>Where the page behind the space starts.</summary>
    public static Keyset Behind(Space space) => new([MetadataJson.Text(space.CreatedAt), space.Id]);

    public const int KeysetValues = 2;
}

/// <summary>Says that the tenant's first space was made, so that two first calls make one.</summary>
public sealed record DefaultSpaceMade : Document, IDocumentType
{
    public static string Type => "default_space_made";

    public const string OnlyId = "default-space-made";
}
