using System.Globalization;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Metering;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>Calls are stored once, whatever comes in between, and by however many instances.</summary>
[Contract(231)]
public sealed class CallMeteringInterruptionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CutMode.Fails)]
    [InlineData(CutMode.AnswerLost)]
    public async Task An_addition_that_fails_or_whose_answer_is_lost_is_neither_lost_nor_counted_twice(CutMode mode)
    {
        await using var world = await new World().Settle();
        var calls = Instance(world);
        await Count(calls, world, 5);

        for (var round = 1; round <= 3; round++)
        {
            world.Cut.Arm(1, mode);
            for (var call = 0; call < round; call++)
                calls.Count(world.Tenant);
            await calls.Flush(Cancel);
            world.Cut.Restart();
            await calls.Flush(Cancel);
            (await Stored(world)).ShouldBe(5 + round * (round + 1) / 2);
        }
        (await calls.OfThisMonth(world.Tenant, Cancel)).ShouldBe(11);
    }

    [Fact]
    public async Task An_addition_whose_answer_is_lost_is_not_repeated_after_others_have_added()
    {
        await using var world = await new World().Settle();
        var (calls, other) = (Instance(world), Instance(world));
        await Count(other, world, 1);
        calls.Count(world.Tenant);
        calls.Count(world.Tenant);
        world.Cut.Arm(1, CutMode.AnswerLost);
        await calls.Flush(Cancel);
        world.Cut.Restart();
        await Count(other, world, 4);

        await calls.Flush(Cancel);
        (await Stored(world)).ShouldBe(7);

        await Count(calls, world, 1);
        (await Stored(world)).ShouldBe(8);
    }

    [Fact]
    public async Task Instances_add_up()
    {
        await using var world = await new World().Settle();
        var instances = Enumerable.Range(0, 4).Select(_ => Instance(world)).ToList();

        for (var round = 0; round < 10; round++)
            await Task.WhenAll(instances.Select(instance => Count(instance, world, 3)));

        (await Stored(world)).ShouldBe(4 * 10 * 3);
        (await Instance(world).OfThisMonth(world.Tenant, Cancel)).ShouldBe(4 * 10 * 3);
    }

    [Fact]
    public async Task Many_calls_are_one_write_and_none_is_made_for_nothing()
    {
        await using var world = await new World().Settle();
        var calls = Instance(world);
        world.Cut.Arm(2, CutMode.Fails);

        await Count(calls, world, 1000);
        await calls.Flush(Cancel);
        (await calls.OfThisMonth(world.Tenant, Cancel)).ShouldBe(1000);
        await calls.Flush(Cancel);

        world.Cut.Reached.ShouldBeFalse();
        (await Stored(world)).ShouldBe(1000);
    }

    [Fact]
    public async Task A_count_is_exact_while_it_is_being_stored()
    {
        await using var world = await new World().Settle();
        var calls = Instance(world);

        var flushing = Task.Run(async () =>
        {
            for (var round = 0; round < 100; round++)
                await calls.Flush(Cancel);
        }, Cancel);
        for (var call = 1; !flushing.IsCompleted; call++)
        {
            calls.Count(world.Tenant);
            (await calls.OfThisMonth(world.Tenant, Cancel)).ShouldBe(call);
        }
        await flushing;
    }

    [Fact]
    public async Task A_month_begins_at_nothing_and_the_past_one_stays()
    {
        await using var world = await new World().Settle();
        var calls = Instance(world);
        var now = world.Clock.GetUtcNow();
        var before = MonthOf(now);
        calls.Count(world.Tenant);
        world.Clock.Skip(new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1) - now);
        (await calls.OfThisMonth(world.Tenant, Cancel)).ShouldBe(0);

        await Count(calls, world, 2);

        (await Stored(world)).ShouldBe(2);
        (await Stored(world, before)).ShouldBe(1);
    }

    /// <summary>One more process.</summary>
    private static CountCalls Instance(World world) => new(world.Get<IMetadataStore>(), world.Clock, NullLogger<CountCalls>.Instance);

    private static async Task Count(CountCalls calls, World world, int times)
    {
        for (var call = 0; call < times; call++)
            calls.Count(world.Tenant);
        await calls.Flush(Cancel);
    }

    private static async Task<long> Stored(World world, string? month = null) => (await world.Store.Read<MonthlyCalls>(
        Partitions.Of(world.Tenant), MonthlyCalls.IdOf(month ?? MonthOf(world.Clock.GetUtcNow())), Cancel))!.Calls;

    private static string MonthOf(DateTimeOffset time) => time.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
