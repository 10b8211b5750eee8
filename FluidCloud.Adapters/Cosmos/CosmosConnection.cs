using System.ComponentModel.DataAnnotations;
using Azure.Core;
using FluidCloud.Adapters.Azure;
using FluidCloud.Core;
using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// Opens the client of Cosmos DB: one per process, as its caches and connections are meant to be shared.
/// https://learn.microsoft.com/azure/cosmos-db/nosql/best-practice-dotnet
/// </summary>
public static class CosmosConnection
{
    /// <param name="identity">The process's own, which is asked for when the settings hold no key: as in Azure, where account keys are off.</param>
    /// <exception cref="InvalidOperationException">The identity's token would go over the network unencrypted.</exception>
    public static CosmosClient Open(CosmosSettings settings, Func<TokenCredential> identity) => settings switch
    {
        { Key: { } key } => new(settings.Endpoint.ToString(), key, Options(settings)),
        { Endpoint.Scheme: "https" } => new(settings.Endpoint.ToString(), identity(), Options(settings)),
        _ => throw new InvalidOperationException($"{settings.Endpoint} must be an https URL where no key is given."),
    };

    public static CosmosClientOptions Options(CosmosSettings settings)
    {
        var options = new CosmosClientOptions
        {
            ApplicationName = "FluidCloud",
            ConnectionMode = settings.Gateway ? ConnectionMode.Gateway : ConnectionMode.Direct,
            // For the values of patches and queries; documents are written by the adapter itself.
            UseSystemTextJsonSerializerWithOptions = MetadataJson.Options,
            EnableContentResponseOnWrite = false,
            MaxRetryAttemptsOnRateLimitedRequests = 9,
            MaxRetryWaitTimeOnRateLimitedRequests = settings.Timeout,
        };
        options.CustomHandlers.Add(new CosmosCharges());
        if (settings.PreferredRegions.Count > 0)
            options.ApplicationPreferredRegions = settings.PreferredRegions;
        if (settings.Endpoint.IsLoopback)
        {
            // An emulator in a container names itself by an address that only the container knows, and signs its own certificate.
            options.LimitToEndpoint = settings.PreferredRegions.Count == 0;
            options.ServerCertificateCustomValidationCallback = (_, _, _) => true;
        }
        return options;
    }
}

/// <summary>Where the metadata is and how it is reached.</summary>
public sealed record CosmosSettings
{
    /// <summary>Given unless the metadata is in SQLite.</summary>
    public Uri Endpoint { get; init; } = null!;

    /// <summary>An account key, for the emulators. null takes the process's own identity: in Azure account keys are off.</summary>
    public string? Key { get; init; }

    /// <summary>The database that holds the container of all metadata.</summary>
    [Required]
    public string Database { get; init; } = AzureStores.Database;

    /// <summary>Over HTTPS only, as emulators and strict firewalls want it. Direct connections are faster.</summary>
    public bool Gateway { get; init; }

    /// <summary>The nearest first. Empty takes the account's write region.</summary>
    public IReadOnlyList<string> PreferredRegions { get; init; } = [];

    /// <summary>How long a throttled request is repeated before <see cref="StoreBusyException"/> says so.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
