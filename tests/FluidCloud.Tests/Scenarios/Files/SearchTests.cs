using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class SearchTests(LocalApp app) : IClassFixture<LocalApp>
{
    private static async Task<(TenantClient Client, string Space, string Folder, string Below)> TreeAsync(LocalApp app)
    {
        var client = await app.NewTenantAsync();
        var folder = await client.NewFolderAsync("folder");
        var below = await client.NewFolderAsync("below", folder);
        await client.UploadIntoAsync(null, "Straße.txt", size: 30);
        await client.UploadIntoAsync(folder, "report ÄÖ.pdf", size: 2);
        await client.UploadIntoAsync(below, "Report 2.pdf", size: 100);
        await client.UploadIntoAsync(below, "a.txt", size: 7);
        return (client, await client.SpaceAsync(), folder, below);
    }

    [Fact]
    public async Task Files_below_a_folder_are_listed_with_all_its_folders()
    {
        var (client, space, folder, below) = await TreeAsync(app);

        (await client.NamesAsync($"space_id={space}&recursive=true")).ShouldBe(["Report 2.pdf", "Straße.txt", "a.txt", "report ÄÖ.pdf"]);
        (await client.NamesAsync($"space_id={space}&folder_id={folder}&recursive=true")).ShouldBe(["Report 2.pdf", "a.txt", "report ÄÖ.pdf"]);
        (await client.NamesAsync($"space_id={space}&folder_id={below}&recursive=true&order=-name")).ShouldBe(["a.txt", "Report 2.pdf"]);
        (await client.NamesAsync($"space_id={space}&recursive=true&order=-created_at")).ShouldBe(["a.txt", "Report 2.pdf", "report ÄÖ.pdf", "Straße.txt"]);
        (await client.DeleteAsync($"folders/{below}")).ShouldBe(200);
        (await client.NamesAsync($"space_id={space}&recursive=true")).ShouldBe(["Straße.txt", "report ÄÖ.pdf"]);
        (await client.NamesAsync($"space_id={space}&folder_id={below}&recursive=true")).ShouldBeEmpty();
        (await client.GetAsync($"files?space_id={space}&folder_id={Guid.NewGuid()}&recursive=true")).ShouldFail(404);
    }

    [Theory]
    [InlineData("report", new[] { "Report 2.pdf", "report ÄÖ.pdf" })]
    [InlineData("REPORT", new[] { "Report 2.pdf", "report ÄÖ.pdf" })]
    [InlineData("äö", new[] { "report ÄÖ.pdf" })]
    [InlineData("STRAßE", new[] { "Straße.txt" })]
    [InlineData(".pdf", new[] { "Report 2.pdf", "report ÄÖ.pdf" })]
    [InlineData("%25", new string[0])]
    public async Task A_name_is_found_by_any_part_whatever_its_case(string q, string[] names)
    {
        var (client, space, _, _) = await TreeAsync(app);

        (await client.NamesAsync($"space_id={space}&recursive=true&q={q}")).ShouldBe(names);
    }

    [Fact]
    public async Task Tags_are_read_and_found()
    {
        var client = await app.NewTenantAsync();
        var (one, other) = (await client.UploadAsync("one.txt"), await client.UploadAsync("other.txt"));
        (await client.PatchAsync($"files/{one}", """{"tags":["Invoice","2026"]}""")).ShouldBe(200);

        (await client.GetAsync($"files/{one}/tags")).ShouldBe(200).Text.ShouldBe("""{"tags":["Invoice","2026"]}""");
        (await client.GetAsync($"files/{other}/tags")).ShouldBe(200).Text.ShouldBe("""{"tags":[]}""");
        (await client.NamesAsync($"space_id={await client.SpaceAsync()}&tag=Invoice")).ShouldBe(["one.txt"]);
        (await client.NamesAsync($"space_id={await client.SpaceAsync()}&tag=invoice")).ShouldBeEmpty();
        await client.TrashAsync(one);
        (await client.NamesAsync("trash=true&tag=2026&q=ONE&order=-size")).ShouldBe(["one.txt"]);
    }

    /// <summary>The files are e, d, c, b and a in the order of their creation, of 5, 100, 5, 20 and 1,000 bytes.</summary>
    [Theory]
    [InlineData("name", "abcde")]
    [InlineData("-name", "edcba")]
    [InlineData("created_at", "edcba")]
    [InlineData("-created_at", "abcde")]
    [InlineData("size", "cebda", true)]
    [InlineData("-size", "adbce", true)]
    public async Task Every_order_pages_without_a_gap(string order, string expected, bool someAreEqual = false)
    {
        var client = await app.NewTenantAsync();
        var space = await client.SpaceAsync();
        foreach (var (name, size) in new[] { ("e", 5), ("d", 100), ("c", 5), ("b", 20), ("a", 1000) })
            await client.UploadIntoAsync(null, name, size);

        var whole = string.Concat(await client.NamesAsync($"space_id={space}&order={order}"));
        var paged = "";
        for (var path = $"files?space_id={space}&order={order}&limit=2"; path is not null;)
        {
            var page = (await client.GetAsync(path)).ShouldBe(200);
            paged += string.Concat(page.Json.EnumerateArray().Select(file => file.GetProperty("name").GetString()));
            path = page.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1].Replace("/api/v1/", "", StringComparison.Ordinal) : null;
        }

        paged.ShouldBe(whole);
        Ranks(whole).ShouldBe(Ranks(expected));

        // Files of one size come in the order of their ids, which are random.
        string Ranks(string names) => !someAreEqual ? names : names.Replace('c', 'e');
    }

    [Theory]
    [InlineData("order=age", 400, "order")]
    [InlineData("recursive=true&order=size", 400, "no index")]
    [InlineData("recursive=true&trash=true", 400, "Trash")]
    [InlineData("recursive=maybe", 422, "recursive")]
    [InlineData("q=", 422, "q")]
    [InlineData("q=%E2%80%8B", 422, "q")]
    public async Task What_can_not_be_listed_is_refused_with_the_reason(string query, int status, string mentions)
    {
        var client = await app.NewTenantAsync();

        (await client.GetAsync($"files?space_id={await client.SpaceAsync()}&{query}")).ShouldFail(status, mentions);
    }

    [Fact]
    public async Task A_key_for_a_folder_finds_only_what_is_below_it()
    {
        var (client, space, folder, _) = await TreeAsync(app);
        var key = await app.NarrowAsync(client.Tenant, grant => grant with { Folder = Core.Id.Parse<Core.FolderId>(folder) });

        (await key.NamesAsync($"space_id={space}&recursive=true")).ShouldBe(["Report 2.pdf", "a.txt", "report ÄÖ.pdf"]);
        (await key.NamesAsync($"space_id={space}&recursive=true&q=stra")).ShouldBeEmpty();
    }
}
