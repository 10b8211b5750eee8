using FluidCloud.Core.Metadata;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

public abstract partial class MetadataStoreContract
{
    [Fact]
    public async Task A_patch_adds_to_a_field()
    {
        await Stored(new Counter { Id = "c", Used = 40 });
        (await Patched(Adding("used", 2))).Used.ShouldBe(42);
    }

    [Fact]
    public async Task A_patch_adds_negative_amounts()
    {
        await Stored(new Counter { Id = "c", Used = 40 });
        (await Patched(Adding("used", -50))).Used.ShouldBe(-10);
    }

    [Fact]
    public async Task A_patch_adds_beyond_32_bits()
    {
        await Stored(new Counter { Id = "c", Used = int.MaxValue });
        (await Patched(Adding("used", 5_000_000_000))).Used.ShouldBe(int.MaxValue + 5_000_000_000);
    }

    [Fact]
    public async Task A_patch_adds_to_a_field_one_level_deep()
    {
        await Stored(new Counter { Id = "c", ByApp = new Dictionary<string, long> { ["acme"] = 1, ["other"] = 5 } });
        var counter = await Patched(Adding("by_app/acme", 2));
        counter.ByApp.ShouldBe(new Dictionary<string, long> { ["acme"] = 3, ["other"] = 5 }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_missing_last_segment_counts_as_zero()
    {
        await Stored(new Counter { Id = "c" });
        (await Patched(Adding("by_app/my-app.v2_é", 7))).ByApp.ShouldBe(new Dictionary<string, long> { ["my-app.v2_é"] = 7 });
    }

    [Fact]
    public async Task A_patch_sets_texts_nulls_and_times()
    {
        var time = new DateTimeOffset(2026, 7, 1, 14, 0, 0, TimeSpan.FromHours(2));
        await Stored(new Counter { Id = "c", Used = 3, DueAt = Thing.Epoch });
        var counter = await Patched(new("c")
        {
            Sets = new Dictionary<string, object?> { ["state"] = "it's \"só\" \\", ["due_at"] = null, ["touched_at"] = time },
        });
        counter.State.ShouldBe("it's \"só\" \\");
        counter.DueAt.ShouldBeNull();
        counter.TouchedAt.ShouldBe(time);
        counter.Used.ShouldBe(3);
    }

    [Fact]
    public async Task A_time_that_was_set_is_found_like_one_that_was_created()
    {
        await Stored(new Thing { Id = "a" });
        Applied(await Commit(new PatchChange("a") { Sets = new Dictionary<string, object?> { ["deleted_at"] = Thing.Epoch } }));
        var found = await Store.Query(partition, new ThingsLike(QueryShape.All.WhereUpTo("deleted_at", Thing.Epoch)), Cancel);
        found.Items.Single().DeletedAt.ShouldBe(Thing.Epoch);
    }

    [Fact]
    public async Task A_patch_makes_a_new_version()
    {
        var counter = await Stored(new Counter { Id = "c" });
        var etag = Applied(await Commit(Adding("used", 1))).Single();
        (await Read<Counter>("c"))!.ETag.ShouldBe(etag);
        await ShouldConflict(Change.Delete(counter), ConflictReason.Changed);
    }

    [Fact]
    public async Task Patching_a_missing_document_conflicts() =>
        await ShouldConflict(Adding("used", 1), ConflictReason.Missing);

    [Fact]
    public async Task Patching_a_missing_document_under_a_condition_conflicts_as_missing() =>
        await ShouldConflict(Adding("used", 1) with { Condition = new PatchCondition.FieldEquals("state", "open") }, ConflictReason.Missing);

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(11, true)]
    public async Task A_sum_condition_holds_up_to_its_limit(long limit, bool holds)
    {
        await Stored(new Counter { Id = "c", Used = 7, Reserved = 3 });
        var patch = Adding("used", 100) with { Condition = new PatchCondition.SumAtMost(["used", "reserved"], limit) };
        await ShouldApplyOnlyIf(holds, patch);
    }

    [Theory]
    [InlineData("open", true)]
    [InlineData("Open", false)]
    [InlineData("", false)]
    [InlineData("it's \"open\" \\ or 1=1", false)]
    public async Task A_text_condition_holds_for_exactly_its_value(string value, bool holds)
    {
        await Stored(new Counter { Id = "c", Used = 10, State = "open" });
        await ShouldApplyOnlyIf(holds, Adding("used", 97) with { Condition = new PatchCondition.FieldEquals("state", value) });
    }

    [Fact]
    public async Task A_text_condition_takes_any_text()
    {
        const string text = "it's \"öpen\" \\ \n {0} @p \U0001F600";
        await Stored(new Counter { Id = "c", Used = 10, State = text });
        await ShouldApplyOnlyIf(true, Adding("used", 97) with { Condition = new PatchCondition.FieldEquals("state", text) });
    }

    [Fact]
    public async Task A_text_condition_fails_on_a_null_field()
    {
        await Stored(new Counter { Id = "c", Used = 10, State = null });
        await ShouldApplyOnlyIf(false, Adding("used", 97) with { Condition = new PatchCondition.FieldEquals("state", "null") });
    }

    [Fact]
    public async Task Patches_of_one_document_in_one_commit_see_each_other()
    {
        await Stored(new Counter { Id = "c", Used = 5 });
        var below = new PatchCondition.SumAtMost(["used"], 6);
        var etags = Applied(await Commit(Adding("used", 1) with { Condition = below }, Adding("used", 1) with { Condition = below }));
        var counter = (await Read<Counter>("c")).ShouldNotBeNull();
        counter.Used.ShouldBe(7);
        counter.ETag.ShouldBe(etags[1]);

        var third = Adding("used", 1) with { Condition = below };
        ShouldConflict(await Commit(Adding("used", -1), third, third), 2, third, ConflictReason.ConditionFailed);
        (await Read<Counter>("c"))!.Used.ShouldBe(7);
    }

    [Fact]
    public async Task A_patch_may_follow_the_create_of_its_document()
    {
        var etags = Applied(await Commit(Change.Create(new Counter { Id = "c", Used = 1 }), Adding("used", 1)));
        var counter = (await Read<Counter>("c")).ShouldNotBeNull();
        counter.Used.ShouldBe(2);
        counter.ETag.ShouldBe(etags[1]);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(35)]
    public async Task A_patch_of_many_fields_is_one_change(int fields)
    {
        await Stored(new Counter { Id = "c", Used = 10 });
        await Stored(new Thing { Id = "taken" });
        var patch = new PatchChange("c")
        {
            Increments = Enumerable.Range(0, fields).ToDictionary(app => $"by_app/app{app}", app => (long)app)
                .Append(new("used", 1)).ToDictionary(),
            Sets = new Dictionary<string, object?> { ["state"] = "done" },
            // Holds before the patch and not after its first step.
            Condition = new PatchCondition.SumAtMost(["used"], 10),
        };
        var late = Change.Create(new Thing { Id = "taken" });
        ShouldConflict(await Commit(patch, late), 1, late, ConflictReason.Exists);

        var etags = Applied(await Commit(patch, Change.Create(new Thing { Id = "after" })));
        var counter = (await Read<Counter>("c")).ShouldNotBeNull();
        counter.ByApp.Count.ShouldBe(fields);
        counter.ByApp.ShouldAllBe(app => app.Key == $"app{app.Value}");
        counter.Used.ShouldBe(11);
        counter.State.ShouldBe("done");
        etags.ShouldBe([counter.ETag, (await Read<Thing>("after"))!.ETag]);
        await ShouldConflict(patch, ConflictReason.ConditionFailed);
    }

    private static PatchChange Adding(string path, long amount) =>
        new("c") { Increments = new Dictionary<string, long> { [path] = amount } };

    private async Task<Counter> Patched(PatchChange patch)
    {
        Applied(await Commit(patch));
        return (await Read<Counter>("c")).ShouldNotBeNull();
    }

    private async Task ShouldApplyOnlyIf(bool holds, PatchChange patch)
    {
        var before = (await Read<Counter>("c")).ShouldNotBeNull();
        if (holds)
        {
            (await Patched(patch)).Used.ShouldBe(before.Used + patch.Increments["used"]);
            return;
        }
        await ShouldConflict(patch, ConflictReason.ConditionFailed);
        var after = (await Read<Counter>("c")).ShouldNotBeNull();
        (after.Used, after.ETag).ShouldBe((before.Used, before.ETag));
    }
}
