using System.CommandLine;
using System.Diagnostics;
using FluidCloud.Adapters.Azure;
using FluidCloud.Local.Hosting;

namespace FluidCloud.Cli;

/// <summary>The options of every command that say where the metadata is, in SQLite or in Cosmos DB, and where the bytes are.</summary>
internal static class StoreOptions
{
    /// <summary>The setting of a deployment, so that no key needs to be on a command line.</summary>
    private const string KeyVariable = AzureStores.Cosmos + "__key";

    /// <summary>The key of every emulator: https://learn.microsoft.com/azure/cosmos-db/emulator#authentication</summary>
    public const string EmulatorKey = "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

    private static readonly Option<string?> Endpoint = new("--cosmos")
    {
        Description = "Keep the metadata in the Cosmos DB at this URL, such as an emulator's, instead of SQLite.",
        HelpName = "endpoint",
        Recursive = true,
        Validators =
        {
            result =>
            {
                if (result.Tokens is [var text] && Parse(text.Value) is null)
                    result.AddError($"'{text.Value}' is not an http or https URL.");
            },
        },
    };

    private static readonly Option<string?> Key = new("--cosmos-key")
    {
        Description = $"Its account key. Default: {KeyVariable}, then an emulator's well-known key, or for an account your own identity (az login).",
        HelpName = "key",
        Recursive = true,
    };

    private static readonly Option<string?> StorageConnection = new("--storage")
    {
        Description = $"Keep bytes and queues in the storage account of this connection string, such as a running Azurite's; for replay-erasures also https://ACCOUNT.blob.core.windows.net. Default: {AzureStores.Storage}, or a new Azurite.",
        HelpName = "connection",
        Recursive = true,
    };

    public static void Configure(Command root)
    {
        root.Options.Add(Endpoint);
        root.Options.Add(Key);
        root.Options.Add(StorageConnection);
    }

    /// <returns>null for an Azurite of the data folder's own.</returns>
    public static string? Storage(this ParseResult arguments) =>
        arguments.GetValue(StorageConnection) ?? Environment.GetEnvironmentVariable(AzureStores.Storage);

    /// <summary>The folder of bytes, queues and keys: of each store its own, for they belong to its tenants.</summary>
    public static DataDirectory Data(this ParseResult arguments) => new(DataDirectory.DefaultFolder + (arguments.GetValue(Endpoint) is null ? "" : "-cosmos"));

    /// <remarks>Through the gateway: the ports of direct connections are often closed, and an emulator may have none.</remarks>
    public static MetadataPlace Metadata(this ParseResult arguments)
    {
        if (arguments.GetValue(Endpoint) is not { } text)
            return new MetadataPlace.SqliteFile(arguments.Data().MetadataFile);
        var endpoint = Parse(text)!;
        var key = arguments.GetValue(Key) ?? Environment.GetEnvironmentVariable(KeyVariable) ?? (endpoint.IsLoopback ? EmulatorKey : null);
        if (key is null && endpoint.Scheme != Uri.UriSchemeHttps)
            throw new LocalHostException($"{endpoint} must be an https URL when no key is given.");
        return new MetadataPlace.CosmosDatabase(new() { Endpoint = endpoint, Key = key, Gateway = true });
    }

    /// <summary>Passes the stores of this process on to one that it starts; secrets through the environment, not the command line.</summary>
    public static void PassOn(MetadataPlace metadata, string? storage, ProcessStartInfo start)
    {
        if (storage is not null)
            start.Environment[AzureStores.Storage] = storage;
        if (metadata is not MetadataPlace.CosmosDatabase { Settings: var settings })
            return;
        start.ArgumentList.Add(Endpoint.Name);
        start.ArgumentList.Add(settings.Endpoint.ToString());
        start.Environment[KeyVariable] = settings.Key;
    }

    private static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
}
