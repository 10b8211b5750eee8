using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.ClamAv;
using FluidCloud.Adapters.Cosmos;
using FluidCloud.Adapters.Defender;
using FluidCloud.Adapters.Scanners;
using FluidCloud.Adapters.Sqlite;
using FluidCloud.Core.Access;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Imports;
using FluidCloud.Core.Previews;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Uploads;
using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Functions.Telemetry;

namespace FluidCloud.Functions.Settings;

/// <summary>A feature's settings, and the section of the configuration that they come from.</summary>
/// <param name="Name">In the environment its settings are called <c>{Name}__{setting}</c>.</param>
/// <param name="Type">A record with a default for everything; its annotations say what is allowed.</param>
/// <param name="Whole">The property that is the section's own value, without a name behind it; null for most.</param>
public sealed record SettingsSection(string Name, Type Type, string? Whole = null);

/// <summary>Every section there is. docs/configuration.md lists their settings, and a test holds it to them.</summary>
public static class SettingsSections
{
    public static readonly IReadOnlyList<SettingsSection> Features =
    [
        new("FluidCloudApi", typeof(ApiSettings)),
        new("FluidCloudCors", typeof(CorsSettings)),
        new("FluidCloudRateLimits", typeof(RateLimits)),
        new("FluidCloudUploads", typeof(UploadLimits)),
        new("FluidCloudImports", typeof(ImportLimits)),
        new("FluidCloudScanner", typeof(ScannerSettings)),
        new("FluidCloudClamAv", typeof(ClamAvSettings)),
        new("FluidCloudDefender", typeof(DefenderSettings)),
        new("FluidCloudPreviews", typeof(PreviewLimits)),
    ];

    /// <summary>Of what a deployment has in Azure: the stores, the links' domain, keys and edge, and where telemetry goes.</summary>
    public static readonly IReadOnlyList<SettingsSection> Deployment =
    [
        new(AzureStores.Storage, typeof(StorageSettings), Whole: nameof(StorageSettings.ConnectionString)),
        new(AzureStores.Cosmos, typeof(CosmosSettings)),
        new(SqliteSettings.Section, typeof(SqliteSettings)),
        new("FluidCloudShares", typeof(ShareSettings)),
        new("FluidCloudErasureLog", typeof(ErasureLogSettings)),
        new(AzureStores.Edge, typeof(EdgeSettings)),
        new(TelemetrySettings.Section, typeof(TelemetrySettings)),
    ];

    /// <summary>Where a deployment's metadata is: exactly one of them is set.</summary>
    public static readonly IReadOnlyList<string> MetadataStores = [AzureStores.Cosmos + "__endpoint", SqliteSettings.Section + "__path"];

    public static readonly IReadOnlyList<SettingsSection> All = [.. Features, .. Deployment];
}
