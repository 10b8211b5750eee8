using System.Diagnostics;

namespace FluidCloud.Core.Telemetry;

/// <summary>
/// The spans of the product: requests, the jobs they cause, and selected steps in them. The trace id is the one correlation
/// id, in logs, responses and queue messages, so spans are created whether or not they are exported.
/// </summary>
public static class Traces
{
    public const string SourceName = "FluidCloud";

    public static readonly ActivitySource Source = new(SourceName);

    /// <summary>Makes the runtime create spans without recording data; an exporter adds its own listener.</summary>
    private static readonly ActivityListener Ids = new()
    {
        ShouldListenTo = source => source == Source,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    static Traces() => ActivitySource.AddActivityListener(Ids);

    /// <summary>Starts a span that continues a given trace, ignoring the current span.</summary>
    /// <param name="traceParent">The W3C trace context to continue; null or invalid text starts a new trace.</param>
    public static Activity Begin(string name, ActivityKind kind, string? traceParent, params KeyValuePair<string, object?>[] tags)
    {
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent);
        Activity.Current = null;
        return Source.StartActivity(name, kind, parent, tags)!; // Never null: the listener above samples every span.
    }
}
