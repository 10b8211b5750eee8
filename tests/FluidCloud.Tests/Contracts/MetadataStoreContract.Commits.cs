using FluidCloud.Core.Metadata;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

public abstract partial class MetadataStoreContract
{
    public static TheoryData<int, ConflictReason> FailuresAtEachPosition =>
        [.. from position in Enumerable.Range(0, 5)
            from reason in Enum.GetValues<ConflictReason>()
            select new TheoryDataRow<int, ConflictReason>(position, reason)];

    [Theory]
    [MemberData(nameof(FailuresAtEachPosition))]
    public async Task A_commit_that_fails_anywhere_leaves_no_trace(int position, ConflictReason reason)
    {
        var kept = await Stored(new Thing { Id = "kept", State = "first" });
        var deleted = await Stored(new Thing { Id = "deleted" });
        var counter = await Stored(new Counter { Id = "c", Used = 10 });
        await Stored(new Thing { Id = "target" });
        Change failing = reason switch
        {
            ConflictReason.Exists => Change.Create(new Thing { Id = "target" }),
            ConflictReason.Missing => new PatchChange("missing") { Increments = new Dictionary<string, long> { ["used"] = 1 } },
            ConflictReason.Changed => Change.Replace(new Thing { Id = "target", ETag = kept.ETag }),
            _ => new PatchChange("target") { Condition = new PatchCondition.FieldEquals("state", "other"), Sets = new Dictionary<string, object?> { ["state"] = "x" } },
        };
        List<Change> changes =
        [
            Change.Create(new Thing { Id = "new" }),
            Change.Replace(kept with { State = "second" }),
            Change.Delete(deleted),
            Adding("used", 1),
        ];
        changes.Insert(position, failing);

        ShouldConflict(await Commit(changes), position, failing, reason);

        (await Read<Thing>("new")).ShouldBeNull();
        (await Read<Thing>("kept")).ShouldBe(kept);
        (await Read<Thing>("deleted")).ShouldBe(deleted);
        (await Read<Counter>("c"))!.ETag.ShouldBe(counter.ETag);
        (await Read<Thing>("target"))!.State.ShouldBeNull();
    }

    [Fact]
    public async Task Of_several_failing_changes_the_first_is_named()
    {
        var first = Change.Delete(new Thing { Id = "missing", ETag = "\"none\"" });
        var result = await Commit(Change.Create(new Thing { Id = "a" }), first, Change.Create(new Thing { Id = "a" }));
        ShouldConflict(result, 1, first, ConflictReason.Missing);
    }

    [Fact]
    public async Task The_etags_of_a_commit_guard_the_next_one()
    {
        var kept = await Stored(new Thing { Id = "kept" });
        var deleted = await Stored(new Thing { Id = "deleted" });
        await Stored(new Counter { Id = "c" });
        var created = new Thing { Id = "new" };

        var etags = Applied(await Commit(
            Change.Create(created), Change.Replace(kept), Change.Delete(deleted), Adding("used", 1)));

        etags.Count.ShouldBe(4);
        etags[2].ShouldBeNull();
        Applied(await Commit(
            Change.Replace(created with { ETag = etags[0]!, State = "second" }),
            Change.Delete(kept with { ETag = etags[1]! }),
            Change.Replace(new Counter { Id = "c", ETag = etags[3]! })));
        (await Read<Thing>("new"))!.State.ShouldBe("second");
        (await Read<Thing>("kept")).ShouldBeNull();
    }

    [Fact]
    public async Task A_document_can_turn_into_one_of_another_type_once()
    {
        var thing = await Stored(new Thing { Id = "one" });
        var turned = Change.Replace(new Counter { Id = "one", Used = 7, ETag = thing.ETag });

        Applied(await Commit(turned));

        (await Read<Thing>("one")).ShouldBeNull();
        (await Read<Counter>("one"))!.Used.ShouldBe(7);
        ShouldConflict(await Commit(turned), 0, turned, ConflictReason.Changed);
    }

    [Fact]
    public async Task A_commit_holds_a_hundred_changes()
    {
        Change[] changes = [.. Enumerable.Range(0, IMetadataStore.MaxOperations).Select(n => Change.Create(new Thing { Id = $"t{n}" }))];
        var etags = Applied(await Commit(changes));
        etags.Count.ShouldBe(100);
        (await Read<Thing>("t99"))!.ETag.ShouldBe(etags[99]);

        ShouldConflict(await Commit([.. changes[..99].Select(change => Change.Create(new Thing { Id = "x" + change.Id })), changes[99]]),
            99, changes[99], ConflictReason.Exists);
        (await Read<Thing>("xt0")).ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task A_commit_of_none_or_too_many_changes_is_refused(int count)
    {
        Change[] changes = [.. Enumerable.Range(0, count).Select(n => Change.Create(new Thing { Id = $"t{n}" }))];
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Commit(changes));
        (await Read<Thing>("t0")).ShouldBeNull();
    }

    [Fact]
    public async Task A_long_patch_counts_for_more_than_one_change()
    {
        await Stored(new Counter { Id = "c" });
        var patch = new PatchChange("c") { Increments = Enumerable.Range(0, 20).ToDictionary(n => $"by_app/p{n}", _ => 1L) };
        patch.Operations.ShouldBe(3);
        Change[] creates = [.. Enumerable.Range(0, 98).Select(n => Change.Create(new Thing { Id = $"t{n}" }))];

        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Commit([.. creates, patch]));
        Applied(await Commit([.. creates[..97], patch])).Count.ShouldBe(98);
    }
}
