using System.Globalization;
using System.Net;
using FluidCloud.Core;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// Interprets status codes. The client has already done its own retries (429 within its budget, 449, 404/1002):
/// https://learn.microsoft.com/azure/cosmos-db/nosql/conceptual-resilient-sdk-applications
/// </summary>
internal static class CosmosResponse
{
    private const string Store = "metadata store";
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A 404 means a missing document only without a substatus: 1002 is a replica that lags behind this session, 1003 a
    /// missing container. https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb
    /// </summary>
    public static bool IsMissingDocument(ResponseMessage response) => IsMissingDocument(response.StatusCode, response.Headers);

    public static bool IsMissingDocument(HttpStatusCode status, Headers headers) =>
        status == HttpStatusCode.NotFound && SubStatus(headers) == 0;

    public static void ThrowUnlessSuccessful(ResponseMessage response)
    {
        try
        {
            response.EnsureSuccessStatusCode();
        }
        catch (CosmosException e) when (IsBusy(e.StatusCode))
        {
            throw new StoreBusyException(Store, e.RetryAfter ?? DefaultPause, e);
        }
    }

    /// <summary>The exception for a failed batch, which the client does not throw itself.</summary>
    public static Exception Failure(TransactionalBatchResponse response)
    {
        var failure = new CosmosException(
            response.ErrorMessage ?? "The batch failed.", response.StatusCode, SubStatus(response.Headers), response.ActivityId, response.RequestCharge);
        return IsBusy(response.StatusCode) ? new StoreBusyException(Store, response.RetryAfter ?? DefaultPause, failure) : failure;
    }

    /// <summary>429 too many requests, 449 a conflict with concurrent writes: this attempt was not executed.</summary>
    private static bool IsBusy(HttpStatusCode status) => (int)status is 429 or 449;

    private static int SubStatus(Headers headers) =>
        int.TryParse(headers["x-ms-substatus"], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
