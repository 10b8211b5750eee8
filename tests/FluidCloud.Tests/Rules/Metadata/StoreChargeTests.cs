using FluidCloud.Core.Metadata;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class StoreChargeTests
{
    [Fact]
    public async Task Calls_at_the_same_time_and_of_calls_are_one_sum()
    {
        var charge = StoreCharge.Begin();
        StoreCharge.Add(1);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => StoreCharge.Add(0.5))));
        charge.RequestUnits.ShouldBe(51);
    }

    [Fact]
    public async Task Pieces_of_work_do_not_see_each_other()
    {
        var sums = await Task.WhenAll(Enumerable.Range(1, 20).Select(amount => Work(amount)));
        sums.ShouldBe(Enumerable.Range(1, 20).Select(amount => 2.0 * amount));

        static async Task<double> Work(int amount)
        {
            var charge = StoreCharge.Begin();
            StoreCharge.Add(amount);
            await Task.Yield();
            StoreCharge.Add(amount);
            return charge.RequestUnits;
        }
    }

    [Fact]
    public async Task Work_that_goes_on_elsewhere_adds_to_the_same_sum()
    {
        var charge = await Begun();
        StoreCharge.Add(10); // Not in the work: it ended with the method that began it.
        await GoesOn();
        charge.RequestUnits.ShouldBe(3);

        static async Task<StoreCharge> Begun()
        {
            var begun = StoreCharge.Begin();
            await Task.Yield();
            StoreCharge.Add(1);
            return begun;
        }

        async Task GoesOn()
        {
            charge.Continue();
            await Task.Yield();
            StoreCharge.Add(2);
        }
    }
}
