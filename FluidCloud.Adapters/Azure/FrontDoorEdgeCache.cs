using Azure.Core;
using FluidCloud.Core.Shares;

namespace FluidCloud.Adapters.Azure;

/// <summary>
/// Azure Front Door's cache, over its REST API ("AFD Endpoints - Purge Content",
/// https://learn.microsoft.com/rest/api/frontdoorservice/azurefrontdoorstandardpremium/afd-endpoints/purge-content).
/// </summary>
/// <remarks>
/// The usual response is 202: Front Door purges within minutes. Callers do not wait for it, because the edge may cache a
/// link for an hour anyway (statements 28, 29). A purge covers a path with every query string and is case-insensitive.
/// </remarks>
public sealed class FrontDoorEdgeCache(EdgeSettings settings, ShareSettings shares, AzureResources azure) : IEdgeCache
{
    private const string ApiVersion = "2023-05-01";

    public bool HoldsLinks => true;

    public Task Purge(IReadOnlyList<string> paths, CancellationToken cancel)
    {
        var order = BinaryData.FromObjectAsJson(new { contentPaths = paths, domains = new[] { shares.BaseUrl.Host } });
        return azure.Send(RequestMethod.Post, $"{settings.FrontDoorEndpoint}/purge", ApiVersion, order, cancel);
    }
}
