using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>Reads the rows of a query lazily, page by page.</summary>
internal static class CosmosRows
{
    /// <param name="partition">null queries every partition.</param>
    /// <param name="pageSize">
    /// Maximum rows per response. A response with fewer rows is not necessarily the last; only HasMoreResults tells.
    /// </param>
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
