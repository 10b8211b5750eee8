using System.Diagnostics;

namespace FluidCloud.Core.Telemetry;

/// <summary>
/// The spans of the product: a request, the jobs that come of it, and what is worth a span of its own in them. The trace
/// id is the one correlation id, in the log, in the answer to a request and in a queue message, so there is one whether
/// or not anything is exported.
/// </summary>
public static class Traces
{
    public const string SourceName = "FluidCloud";

    public static readonly ActivitySource Source = new(SourceName);

    /// <summary>Has spans made, and nothing recorded of them: that is for whoever exports them.</summary>
    private static readonly ActivityListener Ids = new()
    {
        ShouldListenTo = source => source == Source,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    static Traces() => ActivitySource.AddActivityListener(Ids);

    /// <summary>A span that goes on a trace from elsewhere, whatever span is around it here.</summary>
    /// <param name="traceParent">The W3C trace context that it comes from; null, or what is none, begins a trace.</param>
    public static Activity Begin(string name, ActivityKind kind, string? traceParent, params KeyValuePair<string, object?>[] tags)
    {
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent);
        Activity.Current = null;
        return Source.StartActivity(name, kind, parent, tags)!; // The listener above has every one made.
    }
}
