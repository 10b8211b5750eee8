using FluidCloud.Core.Metadata;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

public abstract partial class MetadataStoreContract
{
    private static readonly QueryShape ByName = QueryShape.All.WhereEqual("listing", "l").Ascending("original_name", "id");

    [Fact]
    public async Task A_query_of_everything_gives_the_documents_of_its_type_by_id()
    {
        await StoreAll(Things("c", "a", "b"));
        await Stored(new OtherThing { Id = "0" });
        (await Ids(QueryShape.All)).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task A_query_without_matches_gives_an_empty_last_page()
    {
        var page = await Store.Query(partition, new ThingsLike(QueryShape.All), Cancel);
        page.Items.ShouldBeEmpty();
        page.Next.ShouldBeNull();
    }

    [Fact]
    public async Task A_query_gives_whole_documents_with_the_etags_that_guard_a_commit()
    {
        var thing = await Stored(new Thing { Id = "a", OriginalName = "größe", DeletedAt = Thing.Epoch });
        var found = (await Store.Query(partition, new ThingsLike(QueryShape.All), Cancel)).Items.Single();
        found.ShouldBe(thing);
        Applied(await Commit(Change.Delete(found)));
        (await Ids(QueryShape.All)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Equality_takes_the_exact_text()
    {
        await StoreAll<Thing>([
            new() { Id = "a", Listing = "l", OriginalName = "x" },
            new() { Id = "b", Listing = "L", OriginalName = "x" },
            new() { Id = "c", Listing = "l%", OriginalName = "x" },
            new() { Id = "d", Listing = "it's \"l\" \\", OriginalName = "x" },
        ]);
        (await Ids(ByName)).ShouldBe(["a"]);
        (await Ids(QueryShape.All.WhereEqual("listing", "it's \"l\" \\").Ascending("original_name", "id"))).ShouldBe(["d"]);
    }

    [Fact]
    public async Task Equality_to_null_takes_the_null_fields()
    {
        await StoreAll<Thing>([new() { Id = "a", Listing = null }, new() { Id = "b", Listing = "" }, new() { Id = "c", Listing = "null" }]);
        (await Ids(QueryShape.All.WhereEqual("listing", null))).ShouldBe(["a"]);
    }

    [Fact]
    public async Task An_optional_filter_asks_nothing_when_it_is_not_given()
    {
        await StoreAll<Thing>([
            new() { Id = "a", Listing = "l", State = "ready" }, new() { Id = "b", Listing = "l", State = "draft" },
        ]);
        (await Ids(ByName.WhereEqualIfGiven("state", "draft"))).ShouldBe(["b"]);
        (await Ids(ByName.WhereEqualIfGiven("state", null))).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Several_equalities_hold_together()
    {
        await StoreAll<Thing>([
            new() { Id = "a", SpaceId = "s", State = "x", DeletedAt = Thing.Epoch },
            new() { Id = "b", SpaceId = "s", State = "y", DeletedAt = Thing.Epoch },
            new() { Id = "c", SpaceId = "t", State = "x", DeletedAt = Thing.Epoch },
        ]);
        var shape = QueryShape.All.WhereEqual("state", "x").WhereEqual("space_id", "s").Ascending("deleted_at", "id");
        (await Ids(shape)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Membership_takes_any_of_the_values()
    {
        await StoreAll(Things("a", "b", "c", "d"));
        (await Ids(QueryShape.All.WhereIn("id", ["d", "b", "missing"]))).ShouldBe(["b", "d"]);
        (await Ids(QueryShape.All.WhereIn("id", []))).ShouldBeEmpty();
        (await Ids(ByName.WhereIn("original_name", ["name of c"]))).ShouldBe(["c"]);
    }

    [Fact]
    public async Task A_text_contains_a_part_to_the_letter()
    {
        await StoreAll<Thing>([
            new() { Id = "a", State = "a report of 100%" }, new() { Id = "b", State = "A Report" }, new() { Id = "c", State = "größe_1" }, new() { Id = "d" },
        ]);
        (await Ids(QueryShape.All.WhereTextContainsIfGiven("state", "report"))).ShouldBe(["a"]);
        (await Ids(QueryShape.All.WhereTextContainsIfGiven("state", "0%"))).ShouldBe(["a"]);
        (await Ids(QueryShape.All.WhereTextContainsIfGiven("state", "öß"))).ShouldBe(["c"]);
        (await Ids(QueryShape.All.WhereTextContainsIfGiven("state", "_2"))).ShouldBeEmpty();
        (await Ids(QueryShape.All.WhereTextContainsIfGiven("state", null))).ShouldBe(["a", "b", "c", "d"]);
    }

    [Fact]
    public async Task A_list_contains_each_of_the_texts_as_a_whole()
    {
        await StoreAll<Labelled>([
            new() { Id = "a", Tags = ["x", "y"] }, new() { Id = "b", Tags = ["y"] }, new() { Id = "c", Tags = ["xy", "X", "it's \"x\""] }, new() { Id = "d" },
        ]);
        (await Labels("x")).ShouldBe(["a"]);
        (await Labels("y")).ShouldBe(["a", "b"]);
        (await Labels("y", "x")).ShouldBe(["a"]);
        (await Labels("x", "xy")).ShouldBeEmpty();
        (await Labels("it's \"x\"")).ShouldBe(["c"]);

        async Task<IEnumerable<string>> Labels(params string[] tags) =>
            (await Store.Query(partition, new LabelledWith(tags), Cancel)).Items.Select(found => found.Id);
    }

    [Fact]
    public async Task A_range_goes_up_to_its_value_and_leaves_nulls_out()
    {
        await StoreAll<Thing>([
            new() { Id = "before", DeletedAt = Thing.Epoch.AddTicks(-1) },
            new() { Id = "on", DeletedAt = Thing.Epoch },
            new() { Id = "after", DeletedAt = Thing.Epoch.AddTicks(1) },
            new() { Id = "not", DeletedAt = null },
        ]);
        (await Ids(QueryShape.All.WhereUpTo("deleted_at", Thing.Epoch).Ascending("deleted_at", "id"))).ShouldBe(["before", "on"]);
        (await Ids(QueryShape.All.WhereUpTo("deleted_at", Thing.Epoch))).ShouldBe(["before", "on"]);
    }

    [Fact]
    public async Task Ties_in_the_first_field_are_ordered_by_the_next()
    {
        await StoreAll<Thing>([
            new() { Id = "3", Listing = "l", OriginalName = "b" }, new() { Id = "1", Listing = "l", OriginalName = "b" },
            new() { Id = "2", Listing = "l", OriginalName = "a" }, new() { Id = "4", Listing = "l", OriginalName = "B" },
        ]);
        (await Ids(ByName)).ShouldBe(["4", "2", "1", "3"]);
    }

    [Fact]
    public async Task Newest_first_turns_every_field_around()
    {
        await StoreAll<Thing>([
            new() { Id = "1", CreatedAt = Thing.Epoch }, new() { Id = "2", CreatedAt = Thing.Epoch },
            new() { Id = "3", CreatedAt = Thing.Epoch.AddDays(1) },
        ]);
        (await Ids(QueryShape.All.NewestFirst("created_at", "id"))).ShouldBe(["3", "2", "1"]);
        (await Ids(QueryShape.All.Ascending("created_at", "id"))).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task Times_are_ordered_as_they_passed()
    {
        DateTimeOffset[] passed =
        [
            Thing.Epoch, Thing.Epoch.AddTicks(1), Thing.Epoch.AddTicks(12), Thing.Epoch.AddMilliseconds(100),
            Thing.Epoch.AddSeconds(1), new(2026, 1, 1, 2, 0, 2, TimeSpan.FromHours(2)), Thing.Epoch.AddYears(20),
        ];
        await StoreAll(passed.Select((time, n) => new Thing { Id = $"{passed.Length - n}", CreatedAt = time }));
        var found = await Store.Query(partition, new ThingsLike(QueryShape.All.Ascending("created_at", "id")), Cancel);
        found.Items.Select(thing => thing.CreatedAt).ShouldBe(passed);
    }

    [Fact]
    public async Task A_query_stays_within_its_partition()
    {
        await StoreAll(Things("a"));
        Applied(await Store.Commit(NewName("test:"), [.. Things("b").Select(Change.Create)], Cancel));
        (await Ids(ByName)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_query_of_no_partition_asks_all_of_them_in_one_order()
    {
        var state = NewName();
        for (var n = 0; n < 6; n++)
            Applied(await Store.Commit(NewName("test:"), [
                Change.Create(new Thing { Id = $"a{n}", State = state, DueAt = Thing.Epoch.AddSeconds(n) }),
                Change.Create(new Thing { Id = $"b{n}", State = state, DueAt = Thing.Epoch.AddSeconds(3) }),
                Change.Create(new Thing { Id = $"c{n}", State = state }),
                Change.Create(new OtherThing { Id = $"d{n}", DueAt = Thing.Epoch }),
            ], Cancel));
        var shape = QueryShape.All.WhereEqual("state", state).WhereUpTo("due_at", Thing.Epoch.AddSeconds(4)).Ascending("due_at", "id");
        var found = await AllPages(null, new ThingsLike(shape, 4));
        found.Select(thing => thing.Id).ShouldBe(["a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3", "b4", "b5", "a4"]);
    }

    private static IEnumerable<Thing> Things(params IEnumerable<string> ids) =>
        ids.Select(id => new Thing { Id = id, Listing = "l", OriginalName = $"name of {id}" });

    private async Task<IEnumerable<string>> Ids(QueryShape shape) =>
        (await Store.Query(partition, new ThingsLike(shape), Cancel)).Items.Select(thing => thing.Id);
}
