using System.ComponentModel.DataAnnotations;
using Azure.Core;
using FluidCloud.Adapters.Azure;
using FluidCloud.Core;
using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// Opens the Cosmos DB client. Use one per process: it shares caches and connections.
/// https://learn.microsoft.com/azure/cosmos-db/nosql/best-practice-dotnet
/// </summary>
public static class CosmosConnection
{
    /// <param name="identity">
    /// The process's identity, used when the settings have no key: in Azure, account keys are disabled.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// The endpoint is not https, so the identity's token would be sent unencrypted.
    /// </exception>
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
            // For the values of patches and queries; the adapter serializes documents itself.
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
            // An emulator in a container advertises an address that only the container knows, with a self-signed
            // certificate.
            options.LimitToEndpoint = settings.PreferredRegions.Count == 0;
            options.ServerCertificateCustomValidationCallback = (_, _, _) => true;
        }
        return options;
    }
}

/// <summary>Settings of the Cosmos DB account that stores the metadata.</summary>
public sealed record CosmosSettings
{
    /// <summary>Required unless the metadata is in SQLite.</summary>
    public Uri Endpoint { get; init; } = null!;

    /// <summary>
    /// An account key, for emulators. null uses the process's identity: in Azure, account keys are disabled.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>The database that holds the container of all metadata.</summary>
    [Required]
    public string Database { get; init; } = AzureStores.Database;

    /// <summary>Connects over HTTPS only, for emulators and strict firewalls. Direct connections are faster.</summary>
    public bool Gateway { get; init; }

    /// <summary>Regions, nearest first. Empty for the account's write region.</summary>
    public IReadOnlyList<string> PreferredRegions { get; init; } = [];

    /// <summary>How long a throttled request is retried before <see cref="StoreBusyException"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
