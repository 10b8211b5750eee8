using FluidCloud.Functions.Jobs;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class JobBackoffTests
{
    private readonly TestClock clock = new();
    private readonly JobBackoff brake;

    public JobBackoffTests() => brake = new(clock);

    [Fact]
    public void Each_refusal_doubles_the_pause_up_to_a_minute()
    {
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
            PullAndPass(seconds);
    }

    [Fact]
    public void The_store_may_ask_for_a_longer_pause() => brake.Pull(TimeSpan.FromSeconds(7)).ShouldBeInRange(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(14));

    [Fact]
    public void What_is_refused_in_the_pause_does_not_make_it_longer()
    {
        for (var job = 0; job < 24; job++)
            brake.Pull(TimeSpan.Zero);
        clock.Skip(TimeSpan.FromSeconds(1));
        PullAndPass(2);
    }

    [Fact]
    public async Task Jobs_wait_for_the_end_of_the_pause()
    {
        await brake.Wait(TestContext.Current.CancellationToken);
        brake.Pull(TimeSpan.FromSeconds(60));
        using var stop = new CancellationTokenSource();
        var waiting = brake.Wait(stop.Token);
        waiting.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        clock.Skip(TimeSpan.FromSeconds(60));
        await brake.Wait(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_job_that_gets_through_ends_it_unless_it_began_before()
    {
        PullAndPass(1);
        brake.Pull(TimeSpan.Zero);
        brake.Release(); // In the pause of 2 s: one of those that were at work already.
        clock.Skip(TimeSpan.FromSeconds(2));
        PullAndPass(4);
        brake.Release();
        PullAndPass(1);
    }

    /// <summary>A refusal makes a pause of that many seconds, which then passes.</summary>
    private void PullAndPass(int seconds)
    {
        brake.Pull(TimeSpan.Zero).ShouldBeInRange(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(2 * seconds));
        clock.Skip(TimeSpan.FromSeconds(seconds));
    }
}
