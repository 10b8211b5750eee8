namespace FluidCloud.Core.Quota;

/// <summary>Cut-offs of the Trash as numbers that a store can compare, exact in every store.</summary>
public static class CutOffTime
{
    /// <returns>Unix microseconds, rounded down.</returns>
    public static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The next whole microsecond, unless it is one.</summary>
    public static DateTimeOffset RoundUp(DateTimeOffset time)
    {
        var rest = time.Ticks % TimeSpan.TicksPerMicrosecond;
        return rest == 0 ? time : time.AddTicks(TimeSpan.TicksPerMicrosecond - rest);
    }
}
