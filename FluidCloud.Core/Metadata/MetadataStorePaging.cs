using System.Runtime.CompilerServices;

namespace FluidCloud.Core.Metadata;

public static class MetadataStorePaging
{
    /// <summary>Enumerates every match, reading one page at a time.</summary>
    public static async IAsyncEnumerable<T> QueryEvery<T>(
        this IMetadataStore metadata, string? partition, Query<T> query, [EnumeratorCancellation] CancellationToken cancel)
        where T : Document, IDocumentType
    {
        for (Query<T>? next = query; next is not null;)
        {
            var page = await metadata.Query(partition, next, cancel);
            foreach (var item in page.Items)
                yield return item;
            next = page.Next is null ? null : next with { After = page.Next };
        }
    }
}
