using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>The rows of a query, page by page, only as far as they are read.</summary>
internal static class CosmosRows
{
    /// <param name="partition">null asks every partition.</param>
    /// <param name="pageSize">An answer may hold fewer rows than this and still not be the last: only HasMoreResults says so.</param>
    public static async IAsyncEnumerable<JsonElement> Rows(
        this Container container, QueryDefinition query, string? partition, int pageSize, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var pages = container.GetItemQueryStreamIterator(query, requestOptions: new()
        {
            PartitionKey = partition is null ? null : new PartitionKey(partition),
            MaxItemCount = pageSize,
            // Within one partition this saves the request for a query plan that ORDER BY would cost.
            EnableOptimisticDirectExecution = true,
        });
        while (pages.HasMoreResults)
        {
            using var response = await pages.ReadNextAsync(cancel);
            CosmosResponse.ThrowUnlessSuccessful(response);
            using var json = await JsonDocument.ParseAsync(response.Content, cancellationToken: cancel);
            foreach (var row in json.RootElement.GetProperty("Documents").EnumerateArray())
                yield return row;
        }
    }
}
