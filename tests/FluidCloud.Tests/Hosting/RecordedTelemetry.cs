using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using FluidCloud.Core;
using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Tests.Hosting;

/// <summary>What an application measures, and the spans of the whole process, since this began to listen.</summary>
public sealed class RecordedTelemetry : IDisposable
{
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ConcurrentQueue<Measurement> measurements = new();
    private readonly ActivityListener activities;
    private readonly MeterListener meters = new();

    /// <summary>Of the local host: the worker is another process.</summary>
    public RecordedTelemetry(LocalApp app) : this(app.LocalServices) { }

    public RecordedTelemetry(IServiceProvider services)
    {
        activities = new()
        {
            ShouldListenTo = source => source.Name == Traces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(activities);
        var meter = services.GetRequiredService<IMeterFactory>().Create(Metrics.MeterName);
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter)
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        meters.Start();
    }

    public sealed record Measurement(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);

    /// <summary>The spans that name a tenant.</summary>
    public IReadOnlyList<Activity> Of(TenantId tenant) => [.. spans.Where(span => Equals(span.GetTagItem("fluidcloud.tenant"), tenant.ToString()))];

    public IReadOnlyList<Activity> Of(ActivityTraceId trace) => [.. spans.Where(span => span.TraceId == trace)];

    /// <summary>In the order in which they were taken.</summary>
    public IReadOnlyList<Measurement> Of(string instrument) => [.. measurements.Where(one => one.Instrument == instrument)];

    public double Sum(string instrument) => Of(instrument).Sum(one => one.Value);

    public void Dispose()
    {
        activities.Dispose();
        meters.Dispose();
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        measurements.Enqueue(new(instrument.Name, value, tags.ToArray().ToDictionary()));
}
