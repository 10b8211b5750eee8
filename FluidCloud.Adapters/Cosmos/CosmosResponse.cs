using System.Globalization;
using System.Net;
using FluidCloud.Core;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// What a status says. The client has already repeated what it repeats by itself (429 within its budget, 449, 404/1002):
/// https://learn.microsoft.com/azure/cosmos-db/nosql/conceptual-resilient-sdk-applications
/// </summary>
internal static class CosmosResponse
{
    private const string Store = "metadata store";
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A 404 is about the document only when it has no substatus: 1002 is a replica that lags behind this session and
    /// 1003 a container that is not there, and neither may pass for an absent document.
    /// https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb
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

    /// <summary>A batch does not throw; this is what it would have thrown.</summary>
    public static Exception Failure(TransactionalBatchResponse response)
    {
        var failure = new CosmosException(
            response.ErrorMessage ?? "The batch failed.", response.StatusCode, SubStatus(response.Headers), response.ActivityId, response.RequestCharge);
        return IsBusy(response.StatusCode) ? new StoreBusyException(Store, response.RetryAfter ?? DefaultPause, failure) : failure;
    }

    /// <summary>429 too many requests, 449 a write that collided with others: this sending was not executed.</summary>
    private static bool IsBusy(HttpStatusCode status) => (int)status is 429 or 449;

    private static int SubStatus(Headers headers) =>
        int.TryParse(headers["x-ms-substatus"], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
