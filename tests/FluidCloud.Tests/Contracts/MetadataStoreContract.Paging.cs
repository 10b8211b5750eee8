using FluidCloud.Core.Metadata;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

public abstract partial class MetadataStoreContract
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(20)]
    public async Task Pages_of_any_size_give_every_match_once_and_in_order(int limit)
    {
        await StoreAll(Enumerable.Range(0, 20).Select(n => new Thing { Id = $"{n:00}", Listing = "l", OriginalName = $"{n / 6}" }));
        var found = await AllPages(partition, new ThingsLike(ByName, limit));
        found.Select(thing => thing.Id).ShouldBe(Enumerable.Range(0, 20).Select(n => $"{n:00}"));
    }

    [Fact]
    public async Task Pages_newest_first_give_every_match_once_and_in_order()
    {
        await StoreAll(Enumerable.Range(0, 20).Select(n => new Thing { Id = $"{n:00}", CreatedAt = Thing.Epoch.AddDays(n / 6) }));
        var found = await AllPages(partition, new ThingsLike(QueryShape.All.NewestFirst("created_at", "id"), 3));
        found.Select(thing => thing.Id).ShouldBe(Enumerable.Range(0, 20).Reverse().Select(n => $"{n:00}"));
    }

    [Fact]
    public async Task A_page_holds_at_most_its_limit_and_a_full_one_has_a_next()
    {
        await StoreAll(Things("a", "b", "c"));
        var page = await Store.Query(partition, new ThingsLike(ByName, 2), Cancel);
        page.Items.Select(thing => thing.Id).ShouldBe(["a", "b"]);
        page.Next.ShouldNotBeNull().Values.ShouldBe(["name of b", "b"]);
    }

    [Fact]
    public async Task A_limit_that_is_exactly_met_ends_with_that_page_or_an_empty_one()
    {
        await StoreAll(Things("a", "b"));
        var page = await Store.Query(partition, new ThingsLike(ByName, 2), Cancel);
        page.Items.Count.ShouldBe(2);
        if (page.Next is null)
            return;
        var behind = await Store.Query(partition, new ThingsLike(ByName, 2) { After = page.Next }, Cancel);
        behind.Items.ShouldBeEmpty();
        behind.Next.ShouldBeNull();
    }

    [Fact]
    public async Task A_page_that_is_not_full_is_the_last()
    {
        await StoreAll(Things("a", "b"));
        (await Store.Query(partition, new ThingsLike(ByName, 3), Cancel)).Next.ShouldBeNull();
    }

    [Fact]
    public async Task The_key_of_a_page_survives_its_way_through_a_cursor()
    {
        await StoreAll<Thing>([
            new() { Id = "a", Listing = "l", OriginalName = "größe \"1\"" }, new() { Id = "b", Listing = "l", OriginalName = "größe \"2\"" },
        ]);
        var page = await Store.Query(partition, new ThingsLike(ByName, 1), Cancel);
        var next = Keyset.FromCursor(page.Next.ShouldNotBeNull().ToCursor(), 2);
        var behind = await Store.Query(partition, new ThingsLike(ByName, 1) { After = next }, Cancel);
        behind.Items.Single().Id.ShouldBe("b");
    }

    [Fact]
    public async Task Pages_neither_skip_nor_repeat_while_documents_are_deleted()
    {
        await StoreAll(Things("a", "b", "c", "d", "e", "f"));
        var first = await Store.Query(partition, new ThingsLike(ByName, 3), Cancel);
        // All of the first page and the first of the second: an offset would skip, a lost anchor would fail.
        Applied(await Commit([.. first.Items.Select(Change.Delete), Change.Delete((await Read<Thing>("d"))!)]));
        var second = await Store.Query(partition, new ThingsLike(ByName, 3) { After = first.Next }, Cancel);
        second.Items.Select(thing => thing.Id).ShouldBe(["e", "f"]);
    }

    [Fact]
    public async Task Pages_neither_skip_nor_repeat_while_documents_are_inserted()
    {
        await StoreAll(Things("b", "c", "e", "f"));
        var first = await Store.Query(partition, new ThingsLike(ByName, 2), Cancel);
        await StoreAll(Things("a", "d"));
        var second = await Store.Query(partition, new ThingsLike(ByName, 10) { After = first.Next }, Cancel);
        first.Items.Concat(second.Items).Select(thing => thing.Id).ShouldBe(["b", "c", "d", "e", "f"]);
    }

    [Fact]
    public async Task Pages_go_on_within_a_filter()
    {
        await StoreAll(Enumerable.Range(0, 30).Select(n => new Thing
        {
            Id = $"{n:00}", SpaceId = n % 2 == 0 ? "s" : "t", DeletedAt = n % 3 == 0 ? null : Thing.Epoch.AddSeconds(n),
        }));
        var shape = QueryShape.All.WhereEqual("space_id", "s").WhereUpTo("deleted_at", Thing.Epoch.AddSeconds(22)).Ascending("deleted_at", "id");
        var found = await AllPages(partition, new ThingsLike(shape, 2));
        found.Select(thing => thing.Id).ShouldBe(["02", "04", "08", "10", "14", "16", "20", "22"]);
    }

    private async Task<List<Thing>> AllPages(string? asked, ThingsLike query)
    {
        var found = new List<Thing>();
        for (var pages = 0; pages < 100; pages++)
        {
            var page = await Store.Query(asked, query, Cancel);
            page.Items.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            found.AddRange(page.Items);
            if (page.Next is null)
                return found;
            query = query with { After = page.Next };
        }
        throw new ShouldAssertException("The pages did not end.");
    }
}
