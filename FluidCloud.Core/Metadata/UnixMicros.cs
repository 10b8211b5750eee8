namespace FluidCloud.Core.Metadata;

/// <summary>Times as integers, which every store compares exactly.</summary>
public static class UnixMicros
{
    /// <returns>Unix microseconds, rounded down.</returns>
    public static long Of(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long unixMicros) => DateTimeOffset.UnixEpoch.AddTicks(unixMicros * TimeSpan.TicksPerMicrosecond);

    /// <summary>Rounds up to a whole microsecond.</summary>
    public static DateTimeOffset RoundUp(DateTimeOffset time)
    {
        var rest = time.Ticks % TimeSpan.TicksPerMicrosecond;
        return rest == 0 ? time : time.AddTicks(TimeSpan.TicksPerMicrosecond - rest);
    }
}
