namespace FluidCloud.Functions.Telemetry;

/// <summary>Where telemetry is sent, in addition to the collector that the OpenTelemetry variables name.</summary>
public sealed record TelemetrySettings
{
    public const string Section = "FluidCloudTelemetry";

    /// <summary>The connection string of an Application Insights resource; null sends nothing there.</summary>
    public string? ApplicationInsights { get; init; }
}
