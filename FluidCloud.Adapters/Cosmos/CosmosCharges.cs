using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// Tells the charge of every request to the work that it is for: of reads, of each page of a query, of batches.
/// https://learn.microsoft.com/azure/cosmos-db/nosql/find-request-unit-charge
/// </summary>
internal sealed class CosmosCharges : RequestHandler
{
    public override async Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        StoreCharge.Add(response.Headers.RequestCharge);
        return response;
    }
}
