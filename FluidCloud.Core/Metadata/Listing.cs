namespace FluidCloud.Core.Metadata;

/// <summary>The requested part of a listing.</summary>
/// <param name="Limit">null for all of it.</param>
/// <param name="After">null for the start.</param>
public sealed record ListingPage(int? Limit, Keyset? After);

/// <param name="Items">When the whole listing was requested, these are read from the store as they are enumerated.</param>
/// <param name="Next">Where the next page starts; null on the last page.</param>
public sealed record Listing<T>(IAsyncEnumerable<T> Items, Keyset? Next);

public static class MetadataStoreListing
{
    /// <summary>Documents per read when the whole listing is requested.</summary>
    private const int ReadAhead = 500;

    /// <param name="query">Builds the query of the listing with a given limit.</param>
    /// <param name="behind">The keyset that follows an item.</param>
    /// <param name="shows">Which items the caller may see; null for all. The others are read and passed over.</param>
    public static async Task<Listing<T>> List<T>(
        this IMetadataStore metadata, string partition, Func<int, Query<T>> query, ListingPage page, Func<T, Keyset> behind, CancellationToken cancel,
        Func<T, CancellationToken, ValueTask<bool>>? shows = null)
        where T : Document, IDocumentType
    {
        // One more than requested, to tell whether there is a next page.
        var ahead = page.Limit is { } wanted ? wanted + 1 : ReadAhead;
        var items = metadata.QueryEvery(partition, query(ahead) with { After = page.After }, cancel);
        if (shows is not null)
            items = items.Where(shows);
        if (page.Limit is not { } limit)
            return new(items, Next: null);
        var found = await items.Take(limit + 1).ToListAsync(cancel);
        return new(found.Take(limit).ToAsyncEnumerable(), found.Count > limit ? behind(found[limit - 1]) : null);
    }
}
