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
}
