using FluidCloud.Adapters.Cosmos;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Tests.Contracts;

/// <summary>The network under a client of Cosmos DB, which breaks on demand.</summary>
internal sealed class CosmosFaults : DelegatingHandler
{
    private int cuts;

    /// <summary>Runs between an execution whose answer is lost and the resending.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    /// <summary>Every request for documents is refused with 429.</summary>
    public bool Throttled { get; set; }

    /// <summary>How many commits reached the service.</summary>
    public int Commits { get; private set; }

    public CosmosFaults() : base(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true }) { }

    /// <summary>The next commit is executed, and its answer lost.</summary>
    public void LoseNextAnswer() => cuts = 1;

    public static CosmosClient Connect(CosmosFaults faults)
    {
        var options = CosmosConnection.Options(CosmosEndpoint.NewDatabase() with { Timeout = TimeSpan.FromMilliseconds(50) });
        options.ServerCertificateCustomValidationCallback = null;
        // As in Azure: a client that may discover endpoints resends writes, one that is limited to its endpoint does not.
        options.LimitToEndpoint = false;
        options.HttpClientFactory = () => new(faults, disposeHandler: false);
        return CosmosEndpoint.Connect(options);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Throttled && request.RequestUri!.AbsolutePath.Contains("/docs", StringComparison.Ordinal))
            return new(System.Net.HttpStatusCode.TooManyRequests) { Headers = { { "x-ms-retry-after-ms", "40" } }, Content = new StringContent("{}") };
        var response = await base.SendAsync(request, cancellationToken);
        if (!request.Headers.Contains("x-ms-cosmos-is-batch-request"))
            return response;
        Commits++;
        if (Interlocked.Exchange(ref cuts, 0) == 0)
            return response;
        response.Dispose();
        await Meanwhile();
        throw new HttpRequestException("The connection was cut.", new IOException("Connection reset by peer."));
    }
}
