namespace FluidCloud.Functions.Telemetry;

/// <summary>Where a deployment sends its telemetry, besides the collector that the variables of OpenTelemetry name.</summary>
public sealed record TelemetrySettings
{
    public const string Section = "FluidCloudTelemetry";

    /// <summary>The connection string of an Application Insights resource; null sends nothing there.</summary>
    public string? ApplicationInsights { get; init; }
}
