using System.Collections.Concurrent;
using System.Diagnostics;
using FluidCloud.Adapters.Cosmos;
using FluidCloud.Core.Telemetry;
using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FluidCloud.Tests.Hosting;

/// <summary>
/// Writes down every call of the metadata store, and by which request or job it was made; with Cosmos DB also what went
/// over the network for it.
/// </summary>
public sealed class CountedApp(AzuriteFixture azurite) : LocalApp(azurite)
{
    private readonly ConcurrentQueue<(string Work, string Call)> calls = new();
    private readonly ConcurrentQueue<(string Work, string Kind)> sent = new();

    public bool IsOnCosmos => Metadata is MetadataPlace.CosmosDatabase;

    /// <summary>The calls made since <see cref="Forget"/>, in their order, as in <c>query file</c> or <c>commit 3</c>.</summary>
    /// <param name="queue">By the jobs of that queue; null for those by requests.</param>
    public IReadOnlyList<string> Calls(string? queue) => [.. calls.Where(call => Is(call.Work, queue)).Select(call => call.Call)];

    /// <summary>The kinds of the requests to Cosmos DB that they became.</summary>
    public IReadOnlyList<string> Sent(string? queue) => [.. sent.Where(request => Is(request.Work, queue)).Select(request => request.Kind)];

    public void Forget()
    {
        calls.Clear();
        sent.Clear();
    }

    protected override void Customise(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton(new ApiSettings { ShowCharges = true }));
        WatchedMetadata.Watch(services, call => calls.Enqueue((Work(), Describe(call))));
        if (Metadata is MetadataPlace.CosmosDatabase { Settings: var settings })
            services.Replace(ServiceDescriptor.Singleton(_ => CosmosEndpoint.Connect(CountingOptions(settings))));
    }

    private Microsoft.Azure.Cosmos.CosmosClientOptions CountingOptions(CosmosSettings settings)
    {
        var options = CosmosConnection.Options(settings);
        options.ServerCertificateCustomValidationCallback = null; // The handler has its own.
        options.HttpClientFactory = () => new(new CosmosRequests(kind => sent.Enqueue((Work(), kind))));
        return options;
    }

    /// <summary>A job's span is called after its queue, a request's after its method and route. What runs on its own has none.</summary>
    private static bool Is(string work, string? queue) =>
        queue is null ? work.Contains("api/v1/", StringComparison.Ordinal) : work == $"process {queue}";

    private static string Describe(MetadataCall call) => call.Kind == MetadataCall.Commit
        ? $"{call.Kind} {call.Changes.Sum(change => change.Operations)}"
        : $"{call.Kind} {call.Type}";

    /// <summary>The span of the request or job that this is done for, whatever spans the libraries have put in between.</summary>
    private static string Work()
    {
        var span = Activity.Current;
        while (span is not null && span.Source != Traces.Source)
            span = span.Parent;
        return span?.OperationName ?? "";
    }
}
