using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace FluidCloud.Core.Metadata;

/// <summary>
/// A named query, declared beside the documents it reads. Its <see cref="Shape"/> describes it as data, which adapters
/// translate, so that a new query changes no adapter. An index of <see cref="MetadataIndexes"/> serves each.
/// </summary>
/// <param name="Limit">The maximum number of documents in a page.</param>
public abstract record Query<T>(int Limit) where T : Document, IDocumentType
{
    public abstract QueryShape Shape { get; }

    /// <summary>The page starts after this keyset; null for the first page.</summary>
    public Keyset? After { get; init; }
}

/// <param name="Next">Where the next page starts; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, Keyset? Next);

/// <summary>Filters and order of a query, in names of stored fields. A null value equals a null field.</summary>
public sealed record QueryShape
{
    public IReadOnlyList<(string Field, string? Value)> Equal { get; private init; } = [];

    /// <summary>Matches documents whose field has one of the values.</summary>
    public (string Field, IReadOnlyList<string> Values)? In { get; private init; }

    /// <summary>Matches documents whose list fields contain these values.</summary>
    public IReadOnlyList<(string Field, string Value)> Contains { get; private init; } = [];

    /// <summary>Matches documents whose text field contains this text.</summary>
    public (string Field, string Value)? TextContains { get; private init; }

    /// <summary>Matches documents whose field is not null and at most the value.</summary>
    public (string Field, string Value)? UpTo { get; private init; }

    /// <summary>Text fields that together are unique among the matches, in ascending or descending order.</summary>
    public IReadOnlyList<string> OrderBy { get; private init; } = ["id"];

    public bool Descending { get; private init; }

    public static readonly QueryShape All = new();

    public QueryShape WhereEqual(string field, string? value) => this with { Equal = [.. Equal, (field, value)] };

    /// <summary>An optional filter: ignored when the value is null.</summary>
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

/// <summary>The ORDER BY values of a page's last document. Keyset paging skips nothing while the set changes.</summary>
public sealed record Keyset(IReadOnlyList<string> Values)
{
    /// <summary>The keyset as opaque, URL-safe text.</summary>
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
