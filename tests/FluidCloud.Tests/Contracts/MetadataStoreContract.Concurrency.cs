using FluidCloud.Core.Metadata;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

public abstract partial class MetadataStoreContract
{
    [Fact]
    public async Task Increments_at_the_same_time_are_all_counted()
    {
        await Stored(new Counter { Id = "c" });
        var results = await AtOnce(50, _ => Commit(Adding("used", 1)));
        results.ShouldAllBe(result => result.Succeeded);
        (await Read<Counter>("c"))!.Used.ShouldBe(50);
    }

    [Fact]
    public async Task Increments_at_the_same_time_keep_to_their_limit()
    {
        await Stored(new Counter { Id = "c", Used = 90 });
        var results = await AtOnce(50, n => Commit(
            Adding("used", 1) with { Condition = new PatchCondition.SumAtMost(["used", "reserved"], 99) },
            Change.Create(new Thing { Id = $"t{n}" })));
        results.Count(result => result.Succeeded).ShouldBe(10);
        results.Where(result => !result.Succeeded).ShouldAllBe(result => result.Conflict!.Reason == ConflictReason.ConditionFailed);
        (await Read<Counter>("c"))!.Used.ShouldBe(100);
        (await Ids(QueryShape.All)).Count().ShouldBe(10);
    }

    [Fact]
    public async Task Of_replaces_at_the_same_time_exactly_one_wins()
    {
        var thing = await Stored(new Thing { Id = "a" });
        var results = await AtOnce(20, n => Commit(Change.Replace(thing with { State = $"{n}" })));
        var winner = results.Select((result, n) => (result, n)).Single(pair => pair.result.Succeeded).n;
        results.Where(result => !result.Succeeded).ShouldAllBe(result => result.Conflict!.Reason == ConflictReason.Changed);
        (await Read<Thing>("a"))!.State.ShouldBe($"{winner}");
    }

    [Fact]
    public async Task Of_creates_at_the_same_time_exactly_one_wins()
    {
        var results = await AtOnce(20, n => Commit(Change.Create(new Thing { Id = "a", State = $"{n}" })));
        var winner = results.Select((result, n) => (result, n)).Single(pair => pair.result.Succeeded).n;
        results.Where(result => !result.Succeeded).ShouldAllBe(result => result.Conflict!.Reason == ConflictReason.Exists);
        (await Read<Thing>("a"))!.State.ShouldBe($"{winner}");
    }

    private static Task<CommitResult[]> AtOnce(int count, Func<int, Task<CommitResult>> commit) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(n => Task.Run(() => commit(n), Cancel)));
}
