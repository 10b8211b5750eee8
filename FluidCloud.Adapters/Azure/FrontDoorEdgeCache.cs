using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
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
public sealed class FrontDoorEdgeCache(EdgeSettings settings, ShareSettings shares, HttpPipeline pipeline, Uri management) : IEdgeCache
{
    private const string ApiVersion = "2023-05-01";

    public static FrontDoorEdgeCache Open(EdgeSettings settings, ShareSettings shares, TokenCredential credential, FrontDoorOptions options)
    {
        var scope = new Uri(options.Management, ".default").ToString();
        return new(settings, shares, HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(credential, scope)), options.Management);
    }

    public bool HoldsLinks => true;

    public async Task Purge(IReadOnlyList<string> paths, CancellationToken cancel)
    {
        using var message = pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(new Uri(management, $"{settings.FrontDoorEndpoint}/purge?api-version={ApiVersion}"));
        message.Request.Headers.SetValue("Content-Type", "application/json");
        message.Request.Content = RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(new
        {
            contentPaths = paths,
            domains = new[] { shares.BaseUrl.Host },
        }));
        await pipeline.SendAsync(message, cancel);
        // The response may repeat the paths, which are secrets, so it must not be logged.
        if (message.Response.IsError)
            throw new RequestFailedException(message.Response.Status, $"Front Door answered {message.Response.Status} to a purge.");
    }
}

/// <summary>Client options of Front Door's API. Throttled (429) and failed calls are retried a few times.</summary>
public sealed class FrontDoorOptions : ClientOptions
{
    public FrontDoorOptions()
    {
        Retry.MaxRetries = 3;
        Retry.Delay = TimeSpan.FromSeconds(1);
        Retry.MaxDelay = TimeSpan.FromSeconds(10);
        Retry.NetworkTimeout = TimeSpan.FromSeconds(15);
    }

    /// <summary>The endpoint of Azure Resource Manager; other clouds have their own.</summary>
    public Uri Management { get; init; } = new("https://management.azure.com/");
}
