using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// Adds the charge of every request (reads, query pages, batches) to the <see cref="StoreCharge"/> of the current work.
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
