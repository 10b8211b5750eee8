namespace FluidCloud.Tests.Hosting;

/// <summary>The real time plus what a test has skipped, so that timers and storage still run.</summary>
public sealed class TestClock : TimeProvider
{
    private long skippedTicks;

    public void Skip(TimeSpan time) => Interlocked.Add(ref skippedTicks, time.Ticks);

    /// <summary>Goes on to the beginning of the next minute.</summary>
    public void SkipToNextMinute() => Skip(TimeSpan.FromTicks(TimeSpan.TicksPerMinute - GetUtcNow().Ticks % TimeSpan.TicksPerMinute));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref skippedTicks));
}
