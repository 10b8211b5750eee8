using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FluidCloud.Functions.Telemetry;

/// <summary>
/// Exports spans, metrics and the log: by OTLP when the OpenTelemetry variables name a collector
/// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/), and to an exporter that the host adds. Only the product's
/// own spans are exported, because those of libraries contain URLs.
/// </summary>
public static class ExportTelemetry
{
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <param name="also">Adds an exporter; null when the host has none.</param>
    public static IServiceCollection AddTelemetryExport(
        this IServiceCollection services, IConfiguration configuration, Action<IOpenTelemetryBuilder>? also = null)
    {
        var hasCollector = configuration[Collector] is { Length: > 0 };
        if (!hasCollector && also is null)
            return services;
        var telemetry = new Builder(services)
            .ConfigureResource(resource => resource.Clear().AddService("fluidcloud").AddTelemetrySdk().AddEnvironmentVariableDetector())
            .WithTracing(traces => traces.AddSource(Traces.SourceName))
            .WithMetrics(metrics => metrics.AddMeter(Metrics.MeterName))
            .WithLogging(configureBuilder: null, log => log.IncludeFormattedMessage = true);
        if (hasCollector)
            telemetry.UseOtlpExporter();
        also?.Invoke(telemetry);
        return services.AddHostedService<Start>();
    }

    private sealed class Builder(IServiceCollection services) : IOpenTelemetryBuilder
    {
        public IServiceCollection Services => services;
    }

    /// <summary>Creates the providers at start, so that they listen. They flush when the services are disposed.</summary>
    private sealed class Start(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            services.GetRequiredService<TracerProvider>();
            services.GetRequiredService<MeterProvider>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
