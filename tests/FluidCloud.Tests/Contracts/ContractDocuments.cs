using FluidCloud.Core.Metadata;

namespace FluidCloud.Tests.Contracts;

/// <summary>A document with the indexed fields of the product's documents, so that every store has an index for the queries here.</summary>
public sealed record Thing : Document, IDocumentType
{
    public static string Type => "contract_thing";

    public string? Listing { get; init; }
    public string OriginalName { get; init; } = "";
    public string? SpaceId { get; init; }
    public string? State { get; init; }
    public DateTimeOffset CreatedAt { get; init; } = Epoch;
    public DateTimeOffset? DeletedAt { get; init; }

    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
}

/// <summary>Like a <see cref="Thing"/> in all but its type.</summary>
public sealed record OtherThing : Document, IDocumentType
{
    public static string Type => "contract_other_thing";

    public string? Listing { get; init; }
    public string OriginalName { get; init; } = "";
}

/// <summary>A document with a list of texts.</summary>
public sealed record Labelled : Document, IDocumentType
{
    public static string Type => "contract_labelled";

    public IReadOnlyList<string> Tags { get; init; } = [];
}

public sealed record LabelledWith(params IReadOnlyList<string> Tags) : Query<Labelled>(Limit: 100)
{
    public override QueryShape Shape => Tags.Aggregate(QueryShape.All, (shape, tag) => shape.WhereContains("tags", tag));
}

/// <summary>A document that is patched.</summary>
public sealed record Counter : Document, IDocumentType
{
    public static string Type => "contract_counter";

    public long Used { get; init; }
    public long Reserved { get; init; }
    public IReadOnlyDictionary<string, long> ByApp { get; init; } = new Dictionary<string, long>();
    public string? State { get; init; }
    public DateTimeOffset? TouchedAt { get; init; }
}

/// <summary>Any question: the product's own are records without parameters like these.</summary>
public sealed record ThingsLike(QueryShape Asked, int Limit = 100) : Query<Thing>(Limit)
{
    public override QueryShape Shape => Asked;
}
