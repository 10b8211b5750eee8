using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using FluidCloud.Core.Telemetry;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Rules;

/// <summary>The table of docs/operations.md is what the product measures.</summary>
public sealed class InstrumentTableTests
{
    [Fact]
    public void Every_instrument_has_its_row_with_kind_unit_and_tags()
    {
        var table =
            from line in File.ReadLines(Path.Combine(RepositoryRoot.Path, "docs", "operations.md"))
            let cells = line.Split('|', StringSplitOptions.TrimEntries)
            where cells.Length == 7 && cells[1].StartsWith('`')
            select string.Join(" | ", cells[1..5]);

        table.Order().ShouldBe(Measured().Order());
    }

    private static object? Some(Type type) => type switch
    {
        _ when type == typeof(string) => "x",
        _ when type == typeof(Enum) => JobOutcome.Done,
        _ when Nullable.GetUnderlyingType(type) is { } inner => Some(inner),
        { IsPrimitive: true } => Convert.ChangeType(1, type, CultureInfo.InvariantCulture),
        _ => Activator.CreateInstance(type),
    };

    private static IEnumerable<string> Measured()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<Metrics>().BuildServiceProvider();
        var meter = services.GetRequiredService<IMeterFactory>().Create(Metrics.MeterName);
        var instruments = new List<Instrument>();
        var tags = new Dictionary<string, string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter != meter)
                    return;
                instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, values, _) => Note(instrument, values));
        listener.SetMeasurementEventCallback<double>((instrument, _, values, _) => Note(instrument, values));
        listener.Start();
        var metrics = services.GetRequiredService<Metrics>();
        foreach (var method in typeof(Metrics).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            method.Invoke(metrics, [.. method.GetParameters().Select(parameter => Some(parameter.ParameterType))]);
        return instruments.Select(instrument =>
            $"`{instrument.Name}` | {instrument.GetType().Name.Split('`')[0].ToLowerInvariant()} | `{instrument.Unit}` | {tags[instrument.Name]}");

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> values) =>
            tags[instrument.Name] = string.Join(", ", values.ToArray().Select(value => $"`{value.Key}`"));
    }
}
