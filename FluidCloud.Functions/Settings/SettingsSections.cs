using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.ClamAv;
using FluidCloud.Adapters.Cosmos;
using FluidCloud.Adapters.Defender;
using FluidCloud.Adapters.Scanners;
using FluidCloud.Adapters.Sqlite;
using FluidCloud.Core.Access;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Erasures;
using FluidCloud.Core.Imports;
using FluidCloud.Core.Previews;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Uploads;
using FluidCloud.Functions.Http.Owners;
using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Functions.Telemetry;

namespace FluidCloud.Functions.Settings;

/// <summary>A section of the configuration, and the settings record that it is read into.</summary>
/// <param name="Name">As an environment variable a setting is called <c>{Name}__{setting}</c>.</param>
/// <param name="Type">The settings record. Every property has a default; annotations define the allowed values.</param>
/// <param name="Whole">The property that is the value of the section itself; null for most.</param>
public sealed record SettingsSection(string Name, Type Type, string? Whole = null);

/// <summary>All sections. docs/configuration.md lists their settings; a test compares them.</summary>
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
        new("FluidCloudOwners", typeof(OwnerSettings)),
        new("FluidCloudErasures", typeof(ErasureSettings)),
    ];

    /// <summary>Sections of a deployment: stores, the domain and keys of raw links, the edge, and telemetry.</summary>
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

    /// <summary>The settings that say where the metadata is: exactly one must be set.</summary>
    public static readonly IReadOnlyList<string> MetadataStores = [AzureStores.Cosmos + "__endpoint", SqliteSettings.Section + "__path"];

    public static readonly IReadOnlyList<SettingsSection> All = [.. Features, .. Deployment];
}
