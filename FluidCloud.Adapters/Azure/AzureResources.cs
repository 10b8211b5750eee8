using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace FluidCloud.Adapters.Azure;

/// <summary>
/// Azure Resource Manager, as this process's own identity: what a data role can't read or do. Responses are not logged, for
/// they may repeat secrets of the request.
/// </summary>
public sealed class AzureResources(TokenCredential credential, AzureResourcesOptions options)
{
    private readonly HttpPipeline pipeline = HttpPipelineBuilder.Build(
        options, new BearerTokenAuthenticationPolicy(credential, new Uri(options.Endpoint, ".default").ToString()));

    /// <param name="path">The id of a resource and, behind it, what is asked of it.</param>
    /// <returns>The body.</returns>
    /// <exception cref="RequestFailedException">The answer is an error.</exception>
    public async Task<BinaryData> Send(RequestMethod method, string path, string apiVersion, BinaryData? body, CancellationToken cancel)
    {
        using var message = pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(options.Endpoint, $"{path}?api-version={apiVersion}"));
        if (body is not null)
        {
            message.Request.Headers.SetValue("Content-Type", "application/json");
            message.Request.Content = RequestContent.Create(body);
        }
        await pipeline.SendAsync(message, cancel);
        return message.Response.IsError
            ? throw new RequestFailedException(message.Response.Status, $"Azure Resource Manager answered {message.Response.Status} to {method} {path}.")
            : message.Response.Content;
    }
}

/// <summary>Throttled (429) and failed calls are retried a few times.</summary>
public sealed class AzureResourcesOptions : ClientOptions
{
    public AzureResourcesOptions()
    {
        Retry.MaxRetries = 3;
        Retry.Delay = TimeSpan.FromSeconds(1);
        Retry.MaxDelay = TimeSpan.FromSeconds(10);
        Retry.NetworkTimeout = TimeSpan.FromSeconds(15);
    }

    /// <summary>Other clouds have their own.</summary>
    public Uri Endpoint { get; init; } = new("https://management.azure.com/");
}
