using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace FluidCloud.Core.Metadata;

/// <summary>
/// A question the product asks, as a named record beside the documents it is about. Its <see cref="Shape"/> says in
/// data what an adapter has to translate, so that a new question changes no adapter. An index of
/// <see cref="MetadataIndexes"/> stands behind each.
/// </summary>
/// <param name="Limit">The largest number of documents of a page.</param>
public abstract record Query<T>(int Limit) where T : Document, IDocumentType
{
    public abstract QueryShape Shape { get; }

    /// <summary>Where the page starts: behind this key, or at the beginning when null.</summary>
    public Keyset? After { get; init; }
}

/// <param name="Next">Where the next page starts, or null behind the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, Keyset? Next);

/// <summary>What a query asks, in names of stored fields. A null value equals a null field.</summary>
public sealed record QueryShape
{
    public IReadOnlyList<(string Field, string? Value)> Equal { get; private init; } = [];

    /// <summary>A field that has one of the values.</summary>
    public (string Field, IReadOnlyList<string> Values)? In { get; private init; }

    /// <summary>Fields that are lists of texts, and a text that each has.</summary>
    public IReadOnlyList<(string Field, string Value)> Contains { get; private init; } = [];

    /// <summary>A text field, and a text that is somewhere in it.</summary>
    public (string Field, string Value)? TextContains { get; private init; }

    /// <summary>A field that is not null and at most the value.</summary>
    public (string Field, string Value)? UpTo { get; private init; }

    /// <summary>Text fields that together are unique among the matches.</summary>
    public IReadOnlyList<string> OrderBy { get; private init; } = ["id"];

    public bool Descending { get; private init; }

    public static readonly QueryShape All = new();

    public QueryShape WhereEqual(string field, string? value) => this with { Equal = [.. Equal, (field, value)] };

    /// <summary>Asks nothing when the value is null: an optional filter.</summary>
    public QueryShape WhereEqualIfGiven(string field, string? value) => value is null ? this : WhereEqual(field, value);

    public QueryShape WhereIn(string field, IReadOnlyList<string> values) => this with { In = (field, values) };

    public QueryShape WhereContains(string field, string value) => this with { Contains = [.. Contains, (field, value)] };

    /// <summary>Asks nothing when the value is null. It is read along the index of the query: no index finds a part of a text.</summary>
    public QueryShape WhereTextContainsIfGiven(string field, string? value) => value is null ? this : this with { TextContains = (field, value) };

    public QueryShape WhereUpTo(string field, DateTimeOffset value) => this with { UpTo = (field, MetadataJson.Text(value)) };

    public QueryShape Ascending(params IReadOnlyList<string> fields) => this with { OrderBy = fields };

    public QueryShape Ordered(bool descending, params IReadOnlyList<string> fields) => this with { OrderBy = fields, Descending = descending };

    public QueryShape NewestFirst(params IReadOnlyList<string> fields) => this with { OrderBy = fields, Descending = true };
}

/// <summary>The values of the ORDER BY fields of a page's last document. Paging by them misses nothing while the set changes.</summary>
public sealed record Keyset(IReadOnlyList<string> Values)
{
    /// <summary>As an opaque, URL-safe text.</summary>
    public string ToCursor() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(Values)));

    /// <returns>null when the text is not one of <see cref="ToCursor"/> with that many values.</returns>
    public static Keyset? FromCursor(string cursor, int values)
    {
        try
        {
            var decoded = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(cursor));
            return decoded?.Length == values && !decoded.Contains(null) ? new(decoded) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
