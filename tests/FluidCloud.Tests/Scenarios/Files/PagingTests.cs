using System.Text.RegularExpressions;
using FluidCloud.Core.Metadata;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

[Contract(227)]
public partial class PagingTests(LocalApp app) : IClassFixture<LocalApp>
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 3)]
    [InlineData(4, 2)]
    [InlineData(5, 1)]
    [InlineData(6, 1)]
    [InlineData(1000, 1)]
    public async Task The_pages_together_are_the_listing(int limit, int pages)
    {
        var client = await app.NewTenantAsync();
        var query = $"space_id={await client.SpaceAsync()}";
        // Two of the same name: the id decides.
        foreach (var name in new[] { "a.txt", "same.txt", "same.txt", "ä & ö?.txt", "z.txt" })
            await client.UploadUnscannedAsync(name, [1]);

        var read = await ReadPages(client, $"{query}&limit={limit}");

        read.Count.ShouldBe(pages);
        read.ShouldAllBe(page => page.Count <= limit);
        read.SelectMany(page => page).ShouldBe(await Ids(client, query));
    }

    [Fact]
    public async Task A_link_is_relative_and_leads_on_with_the_filters_of_the_request()
    {
        var client = await app.NewTenantAsync();
        var space = await client.SpaceAsync();
        await client.UploadAsync("a.txt", app: "acme");
        await client.UploadAsync("b.txt");
        await client.UploadAsync("c.txt", app: "acme");

        var first = (await client.GetAsync($"files?space_id={space}&app=acme&status=ready&limit=1")).ShouldBe(200);

        // Whatever host a proxy tells: the reference names none.
        UrlOf(first).ShouldNotBeNull().ShouldStartWith("/api/v1/files?");
        var link = new Uri(app.BaseAddress, UrlOf(first));
        link.Query.ShouldStartWith($"?space_id={space}&app=acme&status=ready&limit=1&cursor=");
        var second = (await client.GetAsync("files" + link.Query)).ShouldBe(200);
        second.Json.EnumerateArray().Select(file => file.GetProperty("name").GetString()).ShouldBe(["c.txt"]);
        UrlOf(second).ShouldBeNull();
    }

    [Fact]
    public async Task The_Trash_is_paged_too()
    {
        var client = await app.NewTenantAsync();
        await client.TrashAsync(await client.UploadManyAsync(5));

        var read = await ReadPages(client, "trash=true&limit=2");

        read.Select(page => page.Count).ShouldBe([2, 2, 1]);
        read.SelectMany(page => page).ShouldBe(await Ids(client, "trash=true"));
    }

    [Fact]
    public async Task Folders_and_spaces_are_paged_too()
    {
        var client = await app.NewTenantAsync();
        var space = await client.SpaceAsync();
        foreach (var name in new[] { "a", "same", "same", "z" })
        {
            await client.NewFolderAsync(name);
            await client.NewSpaceAsync(name);
        }
        var trashed = await client.NewFolderAsync("trashed");
        (await client.DeleteAsync($"folders/{trashed}")).ShouldBe(200);

        await ShouldBePaged($"folders?space_id={space}", 4);
        await ShouldBePaged("spaces?", 5);
        (await Read(client, "folders?trash=true&limit=1")).ShouldHaveSingleItem().ShouldBe([trashed]);

        async Task ShouldBePaged(string listing, int count)
        {
            var whole = (await Read(client, listing)).Single();
            whole.Count.ShouldBe(count);
            var pages = await Read(client, listing + "&limit=2");
            pages.Count.ShouldBe((count + 1) / 2);
            pages.SelectMany(page => page).ShouldBe(whole);
        }
    }

    [Theory]
    [InlineData("folders?trash=true")]
    [InlineData("spaces?")]
    public async Task A_page_of_folders_or_spaces_that_cannot_be_is_refused(string listing)
    {
        var client = await app.NewTenantAsync();

        (await client.GetAsync(listing + "&limit=0")).ShouldFail(422, "limit");
        (await client.GetAsync($"{listing}&cursor={new Keyset(["a"]).ToCursor()}")).ShouldFail(422, "cursor");
    }

    [Fact]
    public async Task What_comes_and_goes_between_two_pages_hides_nothing_else()
    {
        var client = await app.NewTenantAsync();
        var query = $"space_id={await client.SpaceAsync()}";
        var ids = new Dictionary<string, string>();
        foreach (var name in new[] { "b", "d", "f", "h" })
            ids[name] = await client.UploadUnscannedAsync(name, [1]);
        var first = (await client.GetAsync($"files?{query}&limit=2")).ShouldBe(200);

        await client.TrashAsync(ids["b"], ids["d"]);
        await client.UploadUnscannedAsync("a", [1]);
        await client.UploadUnscannedAsync("e", [1]);

        (await Names(client, NextOf(first)!)).ShouldBe(["e", "f"]);
    }

    [Fact]
    public async Task Without_limit_a_listing_is_complete_and_a_cursor_alone_reads_the_rest()
    {
        var client = await app.NewTenantAsync();
        var query = $"space_id={await client.SpaceAsync()}";
        foreach (var name in new[] { "a", "b", "c" })
            await client.UploadUnscannedAsync(name, [1]);

        var all = (await client.GetAsync($"files?{query}")).ShouldBe(200);
        all.Json.GetArrayLength().ShouldBe(3);
        UrlOf(all).ShouldBeNull();
        var rest = NextOf(await client.GetAsync($"files?{query}&limit=1"))!.Replace("&limit=1", "", StringComparison.Ordinal);
        (await Names(client, rest)).ShouldBe(["b", "c"]);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=1.5", "limit")]
    [InlineData("limit=%2010", "limit")]
    [InlineData("limit=99999999999", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("cursor=", "cursor")]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("cursor=!!!", "cursor")]
    [InlineData("cursor=a&cursor=b", "cursor")]
    [InlineData("cursor=bnVsbA", "cursor")] // null
    [InlineData("cursor=WzEsMl0", "cursor")] // [1,2]
    [InlineData("cursor=WyJhIixudWxsXQ", "cursor")] // ["a",null]
    [InlineData("cursor=WyJcdWQ4MDAiLCJhIl0", "cursor")] // ["\ud800","a"]
    [InlineData("cursor=_w", "cursor")] // No UTF-8.
    public async Task A_page_that_cannot_be_is_refused(string page, string mentions)
    {
        var client = await app.NewTenantAsync();

        (await client.GetAsync($"files?space_id={await client.SpaceAsync()}&{page}")).ShouldFail(422, mentions);
        (await client.GetAsync($"files?trash=true&{page}")).ShouldFail(422, mentions);
    }

    [Fact]
    public async Task A_cursor_of_another_listing_is_refused_or_reads_only_what_the_key_may_see()
    {
        var client = await app.NewTenantAsync();
        var space = await client.SpaceAsync();
        await client.UploadUnscannedAsync("b", [1]);
        var foreign = new Keyset(["a", Guid.NewGuid().ToString()]).ToCursor();

        (await client.NamesAsync($"space_id={space}&limit=10&cursor={foreign}")).ShouldBe(["b"]);
        (await client.GetAsync($"files?space_id={space}&cursor={new Keyset(["a"]).ToCursor()}")).ShouldFail(422, "cursor");
    }

    private static Task<IReadOnlyList<IReadOnlyList<string>>> ReadPages(TenantClient client, string query) => Read(client, "files?" + query);

    private static async Task<IReadOnlyList<IReadOnlyList<string>>> Read(TenantClient client, string listing)
    {
        var pages = new List<IReadOnlyList<string>>();
        for (string? url = listing; url is not null;)
        {
            var answer = (await client.GetAsync(url)).ShouldBe(200);
            pages.Add([.. answer.Json.EnumerateArray().Select(file => file.GetProperty("id").GetString()!)]);
            url = NextOf(answer);
        }
        return pages;
    }

    private static async Task<IReadOnlyList<string>> Ids(TenantClient client, string query) => (await ReadPages(client, query)).Single();

    private static async Task<IEnumerable<string?>> Names(TenantClient client, string url) =>
        (await client.GetAsync(url)).ShouldBe(200).Json.EnumerateArray().Select(file => file.GetProperty("name").GetString());

    /// <summary>Below <c>api/v1/</c>, as the client takes it.</summary>
    private static string? NextOf(ApiResponse answer) => UrlOf(answer)?["/api/v1/".Length..];

    private static string? UrlOf(ApiResponse answer) => answer.Headers.TryGetValues("Link", out var values)
        ? NextLink().Match(values.Single()) is { Success: true } match ? match.Groups[1].Value : throw new ShouldAssertException(values.Single())
        : null;

    [GeneratedRegex("\\A<([^>]+)>; rel=\"next\"\\z")]
    private static partial Regex NextLink();
}
