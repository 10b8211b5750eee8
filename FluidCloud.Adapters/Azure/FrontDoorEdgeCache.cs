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
/// 202 is the rule: Front Door has accepted the purge and carries it out within minutes. Nobody waits for that: the edge may
/// hold a link for an hour anyway (statements 28, 29). A purge covers a path under every query and in either case of its letters.
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
        // The response may repeat the paths, which are secrets of their owners: it must not get into a log.
        if (message.Response.IsError)
            throw new RequestFailedException(message.Response.Status, $"Front Door answered {message.Response.Status} to a purge.");
    }
}

/// <summary>How Front Door's API is called. Throttled (429) and failed calls are repeated a few times before the caller is told.</summary>
public sealed class FrontDoorOptions : ClientOptions
{
    public FrontDoorOptions()
    {
        Retry.MaxRetries = 3;
        Retry.Delay = TimeSpan.FromSeconds(1);
        Retry.MaxDelay = TimeSpan.FromSeconds(10);
        Retry.NetworkTimeout = TimeSpan.FromSeconds(15);
    }

    /// <summary>Azure Resource Manager; another one in the other clouds.</summary>
    public Uri Management { get; init; } = new("https://management.azure.com/");
}
