using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using FluidCloud.Functions.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace FluidCloud.Functions.Worker;

/// <summary>
/// Exports to Application Insights from this process, with its identity. The Functions host must not export: it would
/// report the path of every request (docs/adr/0009).
/// </summary>
internal static class ApplicationInsights
{
    /// <returns>null when the settings name no resource.</returns>
    public static Action<IOpenTelemetryBuilder>? Exporter(IConfiguration configuration)
    {
        if (configuration[$"{TelemetrySettings.Section}:{nameof(TelemetrySettings.ApplicationInsights)}"] is not { Length: > 0 } connection)
            return null;
        return telemetry =>
        {
            telemetry.Services.AddOptions<AzureMonitorExporterOptions>()
                .Configure<TokenCredential>((options, identity) => options.Credential = identity);
            telemetry.UseAzureMonitorExporter(options =>
            {
                options.ConnectionString = connection;
                // All of them, where the default is five traces a second.
                options.TracesPerSecond = null;
                options.SamplingRatio = 1;
            });
        };
    }
}
