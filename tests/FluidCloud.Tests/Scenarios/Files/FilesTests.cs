using System.Text;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class FilesTests(LocalApp app) : IClassFixture<LocalApp>
{
    private const string NoSuchId = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f";

    [Fact, Contract(109, 110, 114, 117, 120, 223)]
    public async Task Files_of_a_space_are_listed_by_name_as_a_bare_array()
    {
        var client = await app.NewTenantAsync();
        var space = await client.SpaceAsync();
        var other = await client.NewSpaceAsync();
        await client.UploadAsync("b.txt");
        await client.UploadAsync("c.txt", app: "acme");
        await client.UploadAsync("a.txt");
        await client.UploadAsync("elsewhere.txt", spaceId: other);
        await client.TrashAsync(await client.UploadAsync("trashed.txt"));

        (await client.NamesAsync($"space_id={space}")).ShouldBe(["a.txt", "b.txt", "c.txt"]);
        (await client.NamesAsync($"space_id={space}&app=acme")).ShouldBe(["c.txt"]);
        (await client.NamesAsync($"space_id={space}&app=none")).ShouldBeEmpty();
        (await client.GetAsync("files")).ShouldFail(400, "space_id");
    }

    [Fact]
    public async Task A_listing_longer_than_a_page_is_complete()
    {
        var client = await app.NewTenantAsync();
        await client.UploadManyAsync(510);

        var names = await client.NamesAsync($"space_id={await client.SpaceAsync()}");

        names.ShouldBe(Enumerable.Range(0, 510).Select(number => $"file {number:D4}.txt"));
    }

    [Fact, Contract(112, 113, 170)]
    public async Task Files_can_be_listed_by_status_and_no_other_status_exists()
    {
        var client = await app.NewTenantAsync();
        var space = await client.SpaceAsync();
        await client.UploadAsync("ready.txt");
        await client.UploadAsync("bad.txt", Malware.Eicar);

        (await client.NamesAsync($"space_id={space}&status=ready")).ShouldBe(["ready.txt"]);
        (await client.NamesAsync($"space_id={space}&status=quarantined")).ShouldBe(["bad.txt"]);
        (await client.NamesAsync($"space_id={space}&status=draft")).ShouldBeEmpty();
        (await client.GetAsync($"files?space_id={space}&status=purging")).ShouldFail(400, "status");
        (await client.GetAsync($"files?space_id={space}&status=")).ShouldFail(400, "status");
    }

    [Fact, Contract(115, 116, 118)]
    public async Task The_Trash_is_one_for_all_spaces()
    {
        var client = await app.NewTenantAsync();
        var other = await client.NewSpaceAsync();
        await client.TrashAsync(await client.UploadAsync("b.txt"), await client.UploadAsync("a.txt", spaceId: other));
        await client.UploadAsync("live.txt");

        (await client.NamesAsync("trash=true")).ShouldBe(["a.txt", "b.txt"]);
        (await client.NamesAsync($"trash=true&space_id={other}&folder_id={NoSuchId}")).ShouldBe(["a.txt", "b.txt"]);
        (await client.GetAsync("files?trash=maybe")).ShouldFail(422, "trash");
    }

    [Fact, Contract(123, 124, 125, 126, 127, 128, 129)]
    public async Task A_client_key_resolves_to_its_latest_live_file()
    {
        var client = await app.NewTenantAsync();
        const string Key = "results/job-7/out.png";
        var first = await client.UploadAsync("first.png", clientKey: Key);
        app.Clock.Skip(TimeSpan.FromSeconds(1));
        var second = await client.UploadAsync("second.png", clientKey: Key, app: "acme");

        (await client.GetAsync($"files/resolve?client_key={Key}")).ShouldBe(200)["id"].GetString().ShouldBe(second);
        (await client.GetAsync($"files/resolve?client_key={Key}&app=fluidcloud")).ShouldBe(200)["id"].GetString().ShouldBe(first);
        await client.TrashAsync(second);
        (await client.GetAsync($"files/resolve?client_key={Uri.EscapeDataString(Key)}")).ShouldBe(200)["id"].GetString().ShouldBe(first);
        await client.TrashAsync(first);
        (await client.GetAsync($"files/resolve?client_key={Key}")).ShouldFail(404);
        (await client.GetAsync("files/resolve")).ShouldFail(422, "client_key");
    }

    [Fact, Contract(132, 133, 222)]
    public async Task A_file_is_found_by_its_id_only()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync();

        (await client.GetAsync($"files/{id}")).ShouldBe(200);
        (await client.GetAsync($"files/{id.ToUpperInvariant()}")).ShouldBe(200)["id"].GetString().ShouldBe(id);
        (await client.GetAsync($"files/{NoSuchId}")).ShouldFail(404);
        (await client.GetAsync($"files/{await client.SpaceAsync()}")).ShouldFail(404);
        (await client.GetAsync("files/nonsense")).ShouldFail(422, "file_id");
        (await client.GetAsync($"files?space_id={NoSuchId}")).ShouldFail(404, "Space");
        (await client.GetAsync("files?space_id=nonsense")).ShouldFail(422, "space_id");
    }

    [Fact, Contract(82, 135, 136, 137, 139)]
    public async Task A_download_URL_serves_the_bytes_from_storage_under_the_name_of_the_file()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("Grüße \"x\".txt", Encoding.UTF8.GetBytes("bytes"));

        var answer = (await client.GetAsync($"files/{id}/download")).ShouldBe(200);

        answer.Json.EnumerateObject().Select(field => field.Name).ShouldBe(["url"]);
        using var bytes = await TenantClient.FetchAsync(answer["url"].GetString()!);
        (await bytes.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("bytes");
        bytes.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        bytes.Content.Headers.ContentDisposition.FileNameStar.ShouldBe("Grüße \"x\".txt");
        bytes.Content.Headers.ContentDisposition.FileName.ShouldBe("Gr__e _x_.txt");
        bytes.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
    }

    [Fact]
    public async Task A_download_is_answered_with_the_bytes_that_were_scanned_whatever_headers_they_came_with()
    {
        var client = await app.NewTenantAsync();
        var ticket = (await client.InitiateAsync("a.txt", 3)).ShouldBe(200);
        using var put = new HttpRequestMessage(HttpMethod.Put, ticket["url"].GetString()) { Content = new ByteArrayContent([1, 2, 3]) };
        put.Headers.Add("x-ms-blob-type", "BlockBlob");
        put.Headers.Add("x-ms-blob-content-encoding", "br");
        put.Headers.Add("x-ms-blob-cache-control", "public, max-age=999999");
        using var http = new HttpClient();
        (await http.SendAsync(put, TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeTrue();
        var id = (await client.CompleteAsync(ticket)).ShouldBe(200)["id"].GetString();
        await TenantClient.UntilAsync("it is scanned", async () => (await client.GetAsync($"files/{id}"))["scan_status"].GetString() == "clean");

        using var bytes = await TenantClient.FetchAsync((await client.GetAsync($"files/{id}/download")).ShouldBe(200)["url"].GetString()!);

        bytes.Content.Headers.ContentEncoding.ShouldBe(["identity"]);
        bytes.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await bytes.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe([1, 2, 3]);
    }

    [Fact, Contract(104, 107, 138)]
    public async Task An_infected_file_is_quarantined_and_not_served()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("bad.bin", [.. new byte[100_000], .. Malware.Eicar]);

        var file = await client.GetAsync($"files/{id}");
        file["scan_status"].GetString().ShouldBe("infected");
        file["status"].GetString().ShouldBe("quarantined");
        (await client.GetAsync($"files/{id}/download")).ShouldFail(409, "scan_status='infected'");
        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);
    }

    [Fact, Contract(11, 162, 163, 164, 166, 167, 224, 225)]
    public async Task Trash_and_back()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("a.txt", Encoding.UTF8.GetBytes("bytes"));

        var trashed = (await client.DeleteAsync($"files/{id}")).ShouldBe(200);
        trashed["deleted_at"].GetString().ShouldNotBeNull();
        (await client.BytesUsedAsync()).ShouldBe(5);
        (await client.GetAsync($"files/{id}")).ShouldBe(200)["deleted_at"].GetString().ShouldNotBeNull();
        (await client.GetAsync($"files/{id}/download")).ShouldFail(409);
        app.Clock.Skip(TimeSpan.FromSeconds(2));
        (await client.DeleteAsync($"files/{id}")).ShouldBe(200)["deleted_at"].GetString().ShouldBe(trashed["deleted_at"].GetString());

        (await client.PostAsync($"files/{id}/restore")).ShouldBe(200)["deleted_at"].GetString().ShouldBeNull();
        (await client.PostAsync($"files/{id}/restore")).ShouldFail(409);
        using var bytes = await TenantClient.FetchAsync((await client.GetAsync($"files/{id}/download")).ShouldBe(200)["url"].GetString()!);
        (await bytes.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("bytes");
        (await client.GetAsync("gdpr/trash"))["files"].GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Spaces_are_listed_oldest_first_and_the_first_call_makes_one()
    {
        var client = await app.NewTenantAsync();

        var first = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.GetAsync("spaces")));
        first.Select(answer => answer.ShouldBe(200).Json.GetArrayLength()).ShouldAllBe(length => length == 1);
        var space = first[0].Json[0];
        space.EnumerateObject().Select(field => field.Name).ShouldBe(["id", "tenant_id", "name", "app", "created_at", "updated_at"]);
        space.GetProperty("name").GetString().ShouldBe("My files");
        space.GetProperty("app").GetString().ShouldBe("fluidcloud");
        await client.NewSpaceAsync("Second");
        (await client.GetAsync("spaces")).Json.EnumerateArray().Select(item => item.GetProperty("name").GetString()).ShouldBe(["My files", "Second"]);
        (await client.PostAsync("spaces", new { name = "" })).ShouldFail(422, "name");
        (await client.PostAsync("spaces", new { name = new string('x', 201) })).ShouldFail(422, "name");
        (await client.PostAsync("spaces", new { })).ShouldFail(422, "name");
    }

    [Fact]
    public async Task The_quota_tells_what_each_product_uses()
    {
        var client = await app.NewTenantAsync(bytesLimit: 1000);
        await client.UploadAsync("a", new byte[10]);
        await client.UploadAsync("b", new byte[20], app: "acme");
        var gone = await client.UploadAsync("c", new byte[40], app: "gone");

        (await client.DeleteAsync($"gdpr/files/{gone}")).ShouldBe(204);

        (await client.GetAsync("quota")).ShouldBe(200).Text.ShouldBe(
            """{"bytes_used":30,"bytes_limit":1000,"links_used":0,"links_limit":-1,"by_app":[{"app":"acme","bytes":20,"files":1},{"app":"fluidcloud","bytes":10,"files":1}]}""");
    }
}
