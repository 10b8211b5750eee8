using System.ComponentModel.DataAnnotations;
using FluidCloud.Core.Access;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class CountInProcessTests
{
    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 6, 23, 10, 4, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private readonly SetClock clock = new();

    [Theory]
    [InlineData(0, 60)]
    [InlineData(1, 60)]
    [InlineData(1000, 59)]
    [InlineData(30_500, 30)]
    [InlineData(59_999, 1)]
    public async Task The_wait_ends_in_the_next_window(int milliseconds, int seconds)
    {
        clock.Now += TimeSpan.FromMilliseconds(milliseconds);
        var limiter = new CountInProcess(new() { Requests = 1 }, clock);
        (await Take(limiter)).Exceeded.ShouldBeFalse();
        var window = await Take(limiter);
        window.Exceeded.ShouldBeTrue();

        window.SecondsLeft(clock.Now).ShouldBe(seconds);

        clock.Now += TimeSpan.FromSeconds(seconds);
        (await Take(limiter)).ShouldBe(new(1, 0, window.EndsAt.AddMinutes(1), Exceeded: false));
    }

    [Fact]
    public async Task Of_many_at_once_exactly_the_limit_pass()
    {
        var limiter = new CountInProcess(new() { Requests = 600 }, clock);

        var windows = await Task.WhenAll(Enumerable.Range(0, 5000).Select(_ => Task.Run(() => Take(limiter))));

        windows.Count(window => !window.Exceeded).ShouldBe(600);
    }

    [Fact]
    public async Task A_clock_set_back_does_not_lock_anybody_out()
    {
        var limiter = new CountInProcess(new() { Requests = 1 }, clock);
        await Take(limiter);

        clock.Now -= TimeSpan.FromSeconds(1);
        (await Take(limiter)).Exceeded.ShouldBeTrue("A thread that is a little behind still counts in the new minute.");

        clock.Now -= TimeSpan.FromDays(1);
        (await Take(limiter)).Exceeded.ShouldBeFalse();
    }

    [Fact]
    public void A_limit_of_nothing_is_refused_at_start() =>
        Should.Throw<ValidationException>(() => new CountInProcess(new() { UploadStarts = 0 }, clock)).Message.ShouldContain("UploadStarts");

    private static async Task<RateWindow> Take(CountInProcess limiter) =>
        await limiter.Take("key", RateLimit.Requests, TestContext.Current.CancellationToken);
}
