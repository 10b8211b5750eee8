using System.Globalization;
using FluidCloud.Core;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Shares;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class SharesTests(LocalApp app) : IClassFixture<LocalApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract(20, 107, 179)]
    public async Task The_URL_of_a_link_is_shown_once()
    {
        var client = await app.NewTenantAsync();
        var file = await client.UploadAsync();

        var made = (await client.PostAsync("shares", new { file_id = file })).ShouldBe(201);

        made.Json.EnumerateObject().Select(field => field.Name).ShouldBe(
            ["id", "tenant_id", "file_id", "permission", "expires_at", "created_by", "created_at", "url"]);
        made["url"].GetString()!.ShouldStartWith("https://files.test/s/");
        made["file_id"].GetString().ShouldBe(file);
        made["permission"].GetString().ShouldBe("view");
        made["expires_at"].GetString().ShouldBeNull();
        made["created_by"].GetString()!.ShouldStartWith("fck_live_");
        var listed = (await client.GetAsync("shares")).ShouldBe(200);
        listed.Json.EnumerateArray().Single().EnumerateObject().Select(field => field.Name).ShouldNotContain("url");
        listed.Text.ShouldNotContain(TokenOf(made));
        // Not even the records hold it.
        var stored = await app.Services.GetRequiredService<IMetadataStore>()
            .Read<Share>(Partitions.Of(client.Tenant), made["id"].GetString()!, Cancel);
        stored!.ToString().ShouldNotContain(TokenOf(made));
        stored.TokenHash.ShouldBe(LinkTokens.Hash(TokenOf(made)));
    }

    [Fact]
    public async Task Links_are_listed_the_newest_first_by_file_and_in_pages()
    {
        var client = await app.NewTenantAsync();
        var (one, other) = (await client.UploadAsync("one"), await client.UploadAsync("other"));
        var ids = new List<string>();
        foreach (var file in new[] { one, other, one, one })
            ids.Add((await client.PostAsync("shares", new { file_id = file })).ShouldBe(201)["id"].GetString()!);

        (await Ids("shares")).ShouldBe(Enumerable.Reverse(ids));
        (await Ids($"shares?file_id={one}")).ShouldBe([ids[3], ids[2], ids[0]]);
        var page = (await client.GetAsync("shares?limit=3")).ShouldBe(200);
        page.Json.GetArrayLength().ShouldBe(3);
        var next = page.Headers.GetValues("Link").Single();
        (await Ids(next[next.IndexOf("shares", StringComparison.Ordinal)..next.IndexOf('>', StringComparison.Ordinal)])).ShouldBe([ids[0]]);
        (await client.GetAsync("shares?file_id=x")).ShouldFail(422, "file_id");
        (await client.GetAsync($"shares?file_id={Guid.NewGuid()}")).ShouldFail(404, "File");

        async Task<IReadOnlyList<string>> Ids(string path) =>
            [.. (await client.GetAsync(path)).ShouldBe(200).Json.EnumerateArray().Select(share => share.GetProperty("id").GetString()!)];
    }

    [Fact, Contract(21, 26)]
    public async Task A_revoked_link_is_dead_and_forgotten()
    {
        var client = await app.NewTenantAsync();
        var file = await client.UploadAsync();
        var (dead, other) = (await client.ShareAsync(file), await client.ShareAsync(file));

        (await client.DeleteAsync($"shares/{dead.Id}")).ShouldBe(204).Text.ShouldBeEmpty();

        (await client.OpenAsync(dead)).ShouldFail(404, "Link");
        (await client.OpenAsync(other)).ShouldBe(200);
        (await client.GetAsync("shares")).ShouldBe(200).Json.GetArrayLength().ShouldBe(1);
        (await client.DeleteAsync($"shares/{dead.Id}")).ShouldFail(404, "Share");
        (await client.DeleteAsync("shares/nonsense")).ShouldFail(422, "share_id");
        (await client.GetAsync($"files/{file}")).ShouldBe(200);
    }

    [Fact, Contract(26, 179)]
    public async Task Another_key_opens_no_link_that_it_did_not_sign()
    {
        var client = await app.NewTenantAsync();
        var link = await client.ShareAsync(await client.UploadAsync());
        var old = new LinkTokens(new() { SigningKeys = [TestShares.OldKey] });
        var forged = old.Make(client.Tenant, Id.Parse<ShareId>(link.Id), old.SigningKeyId)!;
        app.Services.GetRequiredService<LinkTokens>().Verify(forged).ShouldNotBeNull();

        (await client.OpenAsync(link with { Path = LinkTokens.PathOf(forged) })).ShouldFail(404, "Link");

        (await client.OpenAsync(link)).ShouldBe(200);
    }

    [Fact, Contract(20, 26, 41, 228)]
    public async Task A_link_sleeps_while_its_file_is_in_Trash_and_dies_with_it()
    {
        var client = await app.NewTenantAsync();
        var folder = await client.NewFolderAsync("folder");
        var file = await client.UploadAsync();
        (await client.SendAsync(HttpMethod.Patch, $"files/{file}", new { folder_id = folder })).ShouldBe(200);
        var links = new[] { await client.ShareAsync(file), await client.ShareAsync(file, days: 3) };

        foreach (var place in new[] { $"files/{file}", $"folders/{folder}" })
        {
            (await client.DeleteAsync(place)).ShouldBe(200);
            (await client.OpenAsync(links[0])).ShouldFail(404, "Link");
            (await client.PostAsync("shares", new { file_id = file })).ShouldFail(409, "Trash");
            (await client.PostAsync(place + "/restore")).ShouldBe(200);
            (await client.OpenAsync(links[0])).ShouldBe(200);
        }
        await client.TrashAsync(file);
        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200);
        await client.SweptAsync();

        foreach (var link in links)
            (await client.OpenAsync(link)).ShouldFail(404, "Link");
        (await client.GetAsync("shares")).ShouldBe(200).Text.ShouldBe("[]");
        (await client.GetAsync($"gdpr/receipts/{file}")).ShouldBe(200)["links_killed"].GetInt32().ShouldBe(2);
        (await client.GetAsync("quota"))["links_used"].GetInt64().ShouldBe(0);
    }

    [Fact, Contract(20, 24, 26, 37)]
    public async Task A_purge_kills_the_links_of_its_file_and_no_others()
    {
        var client = await app.NewTenantAsync();
        var (purged, kept) = (await client.UploadAsync("purged"), await client.UploadAsync("kept"));
        var (dead, alive) = (await client.ShareAsync(purged), await client.ShareAsync(kept));

        (await client.DeleteAsync($"gdpr/files/{purged}")).ShouldBe(204);

        (await client.OpenAsync(dead)).ShouldFail(404, "Link");
        (await client.OpenAsync(alive)).ShouldBe(200);
        (await client.DeleteAsync($"shares/{dead.Id}")).ShouldFail(404);
        (await client.GetAsync($"gdpr/receipts/{purged}"))["links_killed"].GetInt32().ShouldBe(1);
        (await client.PostAsync("shares", new { file_id = purged })).ShouldFail(404, "File");
    }

    [Fact, Contract(95, 106)]
    public async Task Only_a_clean_file_can_be_shared()
    {
        var client = await app.NewTenantAsync();
        var infected = await client.UploadAsync("virus.txt", Malware.Eicar);

        (await client.PostAsync("shares", new { file_id = infected })).ShouldFail(409)
            .Detail.ShouldBe("File is not shareable yet (scan_status='infected'); must be 'clean'.");
    }

    [Fact]
    public async Task Expiring_links_count_until_they_end_and_permanent_ones_never()
    {
        var client = await app.NewTenantAsync(linksLimit: 2);
        var file = await client.UploadAsync();
        var first = await client.ShareAsync(file, days: 1);
        var second = await client.ShareAsync(file, days: 365);
        await client.ShareAsync(file);
        (await LinksUsed()).ShouldBe((2, 2));

        var full = (await client.PostAsync("shares", new { file_id = file, expires_in_days = 1 })).ShouldFail(402)["detail"];
        full.GetProperty("error").GetString().ShouldBe("quota_exceeded");
        full.GetProperty("links_limit").GetInt64().ShouldBe(2);
        full.GetProperty("links_used").GetInt64().ShouldBe(2);
        (await client.PostAsync("shares", new { file_id = file })).ShouldBe(201);

        (await client.DeleteAsync($"shares/{second.Id}")).ShouldBe(204);
        (await LinksUsed()).ShouldBe((1, 2));
        second = await client.ShareAsync(file, days: 2);

        app.Clock.Skip(TimeSpan.FromDays(1));
        (await client.OpenAsync(first)).ShouldFail(404, "Link");
        (await client.OpenAsync(second)).ShouldBe(200);
        await app.RunMaintenanceAsync();
        (await LinksUsed()).ShouldBe((1, 2));
        (await client.DeleteAsync($"shares/{first.Id}")).ShouldFail(404);

        async Task<(long, long)> LinksUsed()
        {
            var quota = (await client.GetAsync("quota")).ShouldBe(200);
            return (quota["links_used"].GetInt64(), quota["links_limit"].GetInt64());
        }
    }

    [Fact]
    public async Task What_can_not_be_a_link_is_refused_by_the_name_of_its_field()
    {
        var client = await app.NewTenantAsync();
        var file = await client.UploadAsync();

        (await client.PostAsync("shares", new { })).ShouldFail(422, "file_id");
        (await client.PostAsync("shares", new { file_id = "x" })).ShouldFail(422, "file_id");
        (await client.PostAsync("shares", new { file_id = Guid.NewGuid() })).ShouldFail(404, "File");
        foreach (var days in new object[] { 0, -1, 366, 1.5, "7", long.MaxValue })
            (await client.PostAsync("shares", new { file_id = file, expires_in_days = days })).ShouldFail(422, "expires_in_days");
        foreach (var permission in new object[] { "edit", "View", "", 1 })
            (await client.PostAsync("shares", new { file_id = file, permission })).ShouldFail(422, "permission");
        (await client.GetAsync("shares")).ShouldBe(200).Text.ShouldBe("[]");
    }

    [Fact]
    public async Task Days_are_counted_from_now()
    {
        var client = await app.NewTenantAsync();
        var share = (await client.PostAsync("shares", new { file_id = await client.UploadAsync(), expires_in_days = 30 })).ShouldBe(201);

        share["permission"].GetString().ShouldBe("download");
        (Time(share["expires_at"].GetString()!) - Time(share["created_at"].GetString()!)).ShouldBe(TimeSpan.FromDays(30));

        static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
    }

    private static string TokenOf(ApiResponse made) => made["url"].GetString()!.Split('/')[^1];
}
