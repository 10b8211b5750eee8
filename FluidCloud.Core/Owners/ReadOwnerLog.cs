using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Owners;

/// <summary>Reads the owners' audit log, newest first.</summary>
public sealed class ReadOwnerLog(IMetadataStore metadata)
{
    /// <param name="from">The earliest moment; null for the beginning.</param>
    /// <param name="to">The latest moment; null for now.</param>
    public async Task<Listing<OwnerLogEntry>> Run(DateTimeOffset? from, DateTimeOffset? to, ListingPage page, CancellationToken cancel)
    {
        var listing = await metadata.List(Partitions.OwnerLog, limit => new OwnerLogNewestFirst(to, limit), page, OwnerLogNewestFirst.Behind, cancel);
        if (from is not { } earliest)
            return listing;
        var within = listing.Items.TakeWhile(entry => entry.CreatedAt >= earliest);
        if (page.Limit is not { } limit)
            return new(within, Next: null);
        var found = await within.ToListAsync(cancel);
        return new(found.ToAsyncEnumerable(), found.Count == limit ? listing.Next : null);
    }
}

public sealed record OwnerLogNewestFirst(DateTimeOffset? To, int Limit) : Query<OwnerLogEntry>(Limit)
{
    public const int KeysetValues = 2;

    public override QueryShape Shape =>
        (To is { } latest ? QueryShape.All.WhereUpTo("created_at", latest) : QueryShape.All).NewestFirst("created_at", "id");

    public static Keyset Behind(OwnerLogEntry entry) => new([MetadataJson.Text(entry.CreatedAt), entry.Id]);
}
