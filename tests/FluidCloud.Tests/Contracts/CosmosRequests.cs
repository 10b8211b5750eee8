namespace FluidCloud.Tests.Contracts;

/// <summary>The network under a client of Cosmos DB: tells the kind of every request about documents.</summary>
internal sealed class CosmosRequests(Action<string> tell) : DelegatingHandler(
    new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true })
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath.Contains("/docs", StringComparison.Ordinal))
            tell(KindOf(request));
        return base.SendAsync(request, cancellationToken);
    }

    private static string KindOf(HttpRequestMessage request) =>
        Has(request, "x-ms-cosmos-is-query-plan-request") ? "plan"
        : Has(request, "x-ms-cosmos-is-batch-request") ? "commit"
        : Has(request, "x-ms-documentdb-isquery") ? "query"
        : request.Method == HttpMethod.Get ? "read"
        : request.Method.Method;

    private static bool Has(HttpRequestMessage request, string header) =>
        request.Headers.TryGetValues(header, out var values) && values.Contains("True", StringComparer.OrdinalIgnoreCase);
}
