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
/// Sends spans, measurements and the log to where an operator looks at them: by OTLP when the variables of OpenTelemetry
/// name a collector (https://opentelemetry.io/docs/specs/otel/protocol/exporter/), and wherever else a host says. Only
/// what the product itself records goes out: nobody else's spans, which hold URLs.
/// </summary>
public static class ExportTelemetry
{
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <param name="also">Adds an exporter of the host's own; null when it has none.</param>
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

    /// <summary>The providers begin to listen when they are made, and send what they hold when the application's services are disposed of.</summary>
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
